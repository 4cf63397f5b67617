import Module from "node:module";
import { setFlagsFromString } from "node:v8";

// Preloaded where a project's app runs. Most apps end before code that V8 compiles again for speed pays: waiting for it fifteen times as long
// saves a thousand guests a third of their synthesis. What runs for long is compiled all the same.
setFlagsFromString("--interrupt-budget=1000000");

// cdktf loads what zips folders at each start, a sixth of the time that a synthesis takes; few apps
// have a folder to zip.
type Load = (request: string, parent: { readonly filename?: string | null } | undefined, isMain: boolean) => unknown;
type Callable = ((...args: readonly unknown[]) => unknown) & Readonly<Record<PropertyKey, unknown>>;

const loader = Module as unknown as { _load: Load };
const load = loader._load;
const isOfCdktf = /[\\/]lib[\\/]private[\\/]fs\.js$/;

loader._load = (request, parent, isMain) => {
  if (request !== "archiver" || !isOfCdktf.test(parent?.filename ?? "")) return load(request, parent, isMain);
  const archiver = () => load(request, parent, isMain) as Callable;
  return new Proxy(() => undefined, { apply: (_target, _this, args: readonly unknown[]) => archiver()(...args), get: (_target, name) => archiver()[name] });
};
