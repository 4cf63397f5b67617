import { Size } from "../../pve/size";
import type { PropValue } from "../shape";

const sizes: Readonly<Record<string, (amount: number) => Size>> = { bytes: Size.bytes, kibibytes: Size.kibibytes, mebibytes: Size.mebibytes, gibibytes: Size.gibibytes, tebibytes: Size.tebibytes };

/** What a call in code stands for: `Size.gibibytes(4)` is a size, `Storage.fromName(this, "fast")` the name; undefined if unknown. */
export function spelled(by: string, [first, second]: readonly unknown[]): PropValue | undefined {
  const [of, method = ""] = by.split(".");
  if (of === "Size") return typeof first === "number" && Object.hasOwn(sizes, method) ? sizes[method]!(first) : undefined;
  return method.startsWith("from") && typeof second === "string" ? second : undefined;
}
