import { exit, PmpcError } from "../../lib/error";
import { parseGuestKey, type ResourceKey } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { printName } from "../../lib/schema/kind/name";
import { settingsOf } from "../../lib/schema/setting/setting";
import { setFlag } from "../edit/flag";
import type { Instance } from "../edit/instance";
import { readProject } from "../edit/project";
import type { Names } from "../workspace/names";
import { guestConstructs } from "./find";

/** Code that says whether guests are protected. */
export interface Protected {
  readonly files: ReadonlyMap<string, string>;
  /** What takes each guest that changes back: what it said before; undefined: nothing. */
  readonly back: ReadonlyMap<ResourceKey, boolean | undefined>;
  /** Guests that the code does not have. */
  readonly missing: readonly ResourceKey[];
}

/** Has the code of guests say whether they are protected; undefined: nothing of it. Raises `cannot-edit` with the lines that decide. */
export function withProtection(code: ReadonlyMap<string, string>, wanted: ReadonlyMap<ResourceKey, boolean | undefined>, names: Names): Protected {
  const keyOf = keysOf(wanted.keys(), names);
  const { files, found, silent, same, undecided } = setFlag(readProject(code), guestConstructs, {
    isMeant: (one) => keyOf(one) !== undefined,
    path: ({ className }) => paths.get(className)!,
    value: (one) => wanted.get(keyOf(one)!),
  });
  if (undecided.length > 0) {
    const lines = undecided.map(({ file, line, why, instance }) => `${file}:${line} decides it for ${printName(keyOf(instance)!)}: ${why}`);
    throw new PmpcError("cannot-edit", `the code decides in ${undecided.length === 1 ? "a line" : `${undecided.length} lines`} that pmpc does not change whether ${undecided.map(({ instance }) => printName(keyOf(instance)!)).join(", ")} ${undecided.length === 1 ? "is" : "are"} protected`, { hint: ["nothing was written", ...lines, "change it there, then: pmpc apply"].join("\n"), exit: exit.refused });
  }
  const there = new Set(found.map((one) => keyOf(one)));
  const back = new Map(found.filter((one) => !same.includes(one)).map((one) => [keyOf(one)!, silent.includes(one) ? undefined : !wanted.get(keyOf(one)!)]));
  return { files, back, missing: [...wanted.keys()].filter((key) => !there.has(key)) };
}

const paths = new Map(Object.values(catalog).map(({ type, construct }) => [construct, settingsOf(type).find((one) => one.names.includes("protection"))!.path]));

/** Whose construct one is: by its number, or where the code computes that, by the id that pmpc remembers. */
function keysOf(keys: Iterable<ResourceKey>, names: Names): (instance: Instance) => ResourceKey | undefined {
  const byNumber = new Map<string, ResourceKey>();
  const byId = new Map<string, ResourceKey>();
  for (const key of keys) {
    const { type, vmId } = parseGuestKey(key)!;
    byNumber.set(`${catalog[type].construct} ${vmId}`, key);
    const id = names.get(key)?.id;
    if (id !== undefined) byId.set(`${catalog[type].construct} ${id}`, key);
  }
  return ({ className, key, id }) => (key === undefined ? byId.get(`${className} ${id}`) : byNumber.get(`${className} ${key}`));
}
