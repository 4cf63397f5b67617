import { AssertionError } from "node:assert";
import { shown } from "./compare";
import type { Difference } from "./match";

/** Fails a test, in the words of what it asked for. Of any other operator jest shows what was received and expected, which is nothing here. */
export function fail(says: string, lines: readonly string[] = []): never {
  throw new AssertionError({ message: [says, ...lines.map((line) => `  ${line}`)].join("\n"), operator: "fail", stackStartFn: fail });
}

/** `memory.dedicated: expected "8G", and the code says "4G"` */
export function lineOf({ path, expected, says, actual, among, not }: Difference): string {
  const wanted = says ?? shown(expected);
  const what = not ? `anything but ${wanted}` : among && Array.isArray(expected) ? `one of ${wanted}` : among ? `${wanted} among them` : wanted;
  return `${path}: expected ${what}, and the code says ${shown(actual)}`;
}
