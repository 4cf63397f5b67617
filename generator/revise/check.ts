import { exit, PmpcError } from "../../lib/error";
import type { Inventory } from "../../lib/inventory/inventory";
import { catalog } from "../../lib/schema/catalog";
import { misnumbered } from "../../lib/schema/provider/conflict";
import { contradictionsIn } from "../../lib/schema/provider/contradiction";
import type { Props } from "../../lib/schema/row";
import { findSetting } from "../../lib/schema/setting/find";
import { spelled } from "../../lib/schema/setting/spelled";
import { isReference, isSize, type PropValue } from "../../lib/schema/shape";
import { readProject, type Project } from "../edit/project";
import { valueIn } from "../edit/value";
import { findGuest } from "./find";
import type { Said } from "./options";
import type { RevisionOf } from "./revise";

/** Refuses a change of code that could not be applied: values that do not go together, a smaller disk, a node, storage or pool that is not there. Raises `cannot-edit`. */
export function checkRevision(of: RevisionOf, files: ReadonlyMap<string, string>, said: readonly Said[], seen: Inventory | undefined): void {
  const [before, after] = [propsOf(readProject(of.code), of), propsOf(readProject(new Map([...of.code, ...files])), of)];
  const table = catalog[of.type];
  const known = new Set(contradictionsIn(table, before).map(({ about }) => about.join()));
  for (const { why, about, options } of contradictionsIn(table, after)) {
    if (!known.has(about.join())) throw refusal(of.label, why, options === undefined ? `change ${about.join(" and ")} together, in one command` : `pmpc update ${of.label} ${options}`);
  }
  for (const [disk, size] of sizesIn(after)) {
    const old = sizesIn(before).get(disk);
    if (old !== undefined && size.toBytes() < old.toBytes()) throw refusal(of.label, `${disk} has ${String(old)}, and Proxmox VE does not shrink disks`, "say a larger size; a smaller disk is a new one, to which its data is copied inside of the guest");
  }
  for (const value of seen === undefined ? [] : said.flatMap((one) => (one.is === "value" ? [one.value] : one.values.flatMap((each) => each.value ?? [])))) {
    if (typeof value !== "object" || !isReference(value) || value.name === "") continue;
    const { kind, name } = value;
    const there = kind === "node" || kind === "storage" || kind === "pool" ? seen![`${kind}s`].map((one) => one.name) : undefined;
    if (there !== undefined && there.length > 0 && !there.includes(name)) throw refusal(of.label, `there is no ${kind} ${name}`, `say one of ${[...there].sort().join(", ")}; pmpc sync looks at the cluster again`);
  }
}

/**
 * Refuses to change one of a list by its number where the numbers have a gap: the code counts without gaps, and would mean another device.
 * Raises `cannot-edit`.
 */
export function checkNumbers({ type, key, label }: Pick<RevisionOf, "type" | "key" | "label">, said: readonly Said[], unsaid: readonly string[], seen: Inventory | undefined): void {
  const config = seen?.guests.find((guest) => guest.key === key)?.config;
  const named = [...said.flatMap((one) => (one.is === "device" ? [one.setting] : [])), ...unsaid.flatMap((word) => findSetting(type, word)?.setting ?? [])];
  for (const { path } of named) {
    const block = catalog[type].rows.find(({ prop }) => path.length === 1 && prop === path[0]!.prop);
    const why = block === undefined ? undefined : misnumbered(type, block.terraform ?? "", config);
    if (why !== undefined) throw refusal(label, why, "pmpc sync takes over into the code what is changed there");
  }
}

const refusal = (label: string, why: string, remedy: string) => new PmpcError("cannot-edit", `${label} cannot be changed as asked: ${why}`, { hint: `nothing was written\n${remedy}`, exit: exit.refused });

function propsOf(project: Project, { key, names, label }: RevisionOf): Props {
  const { props, frames } = findGuest(project, key, names, label);
  const value = props && valueIn(project, props, frames, spelled);
  return typeof value === "object" && value !== null ? (value as Props) : {};
}

/** The sizes of a guest's disks: `disks[scsi0]`, `rootDisk`, `mountPoints[/data]`. */
function sizesIn(props: Props) {
  const elements = Object.entries(props).flatMap(([prop, value]): (readonly [string, PropValue])[] => (Array.isArray(value) ? (value as readonly PropValue[]).map((one) => [`${prop}[${nameIn(one)}]`, one] as const) : value === undefined ? [] : [[prop, value]]));
  return new Map(elements.flatMap(([where, value]) => {
    const size = typeof value === "object" && "size" in value ? value.size : undefined;
    return isSize(size) ? [[where, size] as const] : [];
  }));
}

const nameIn = (element: PropValue) => (typeof element === "object" && "interface" in element ? String(element.interface) : typeof element === "object" && "path" in element ? String(element.path) : "");
