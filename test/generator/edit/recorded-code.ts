import { createRequire } from "node:module";
import { posix } from "node:path";
import { transform } from "sucrase";
import { Size } from "../../../lib/pve/size";

/** A construct that code made when it ran. */
export interface Made {
  readonly className: string;
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** Runs the code of a project with constructs that only note what they are given; its functions get a stack whose fields are their names. */
export function runCode(code: ReadonlyMap<string, string>, entry: string): readonly Made[] {
  const made: Made[] = [];
  const construct = (className: string) =>
    class {
      constructor(_scope: unknown, id: string, props: Readonly<Record<string, unknown>> = {}) {
        made.push({ className, id, props });
      }
    };
  const naming = { fromName: (_: unknown, name: string) => name, fromVolume: (_: unknown, name: string) => name };
  const pmpc = { Size, VirtualMachine: construct("VirtualMachine"), Container: construct("Container"), Storage: naming, Bridge: naming, Node: naming, Pool: naming, Image: naming, ProxmoxStack: class {}, ProxmoxProvider: class {} };
  const modules = new Map<string, Record<string, unknown>>();
  const load = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known !== undefined) return known;
    const exports: Record<string, unknown> = {};
    modules.set(path, exports);
    const { code: js } = transform(code.get(path)!, { transforms: ["typescript", "imports"], production: true });
    new Function("exports", "require", js)(exports, (name: string) => (name === "pmpc" ? pmpc : name.startsWith(".") ? load(`${posix.join(posix.dirname(path), name)}.ts`) : createRequire(__filename)(name)));
    return exports;
  };
  const stack: unknown = new Proxy({}, { get: (_, field) => String(field) });
  for (const thing of Object.values(load(entry))) if (typeof thing === "function" && !/^class /.test(Function.prototype.toString.call(thing))) (thing as (stack: unknown) => void)(stack);
  return made;
}

/** A value without what only its unit says. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === "object" && one !== null && "toBytes" in one ? `${(one as Size).toBytes()} bytes` : one)));
