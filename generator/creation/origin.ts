import { nearest } from "../../lib/schema/nearest";
import { guestKinds } from "../../lib/schema/kind/all";
import { splitGuestName } from "../../lib/schema/kind/name";
import type { Guest } from "../../lib/inventory/inventory";
import { graphOf } from "../../lib/inventory/link";
import { findPublished, images, templates, type Published } from "./catalogue";
import { isOn, mostFirst, type Ground } from "./ground";
import type { Library } from "./volumes";
import { wrongInput, type Wanted } from "./wanted";

/** What a guest is made from. */
export type Made =
  | { readonly from: "nothing" }
  | { readonly from: "clone"; readonly guest: Guest }
  /** A file that lies on a storage. */
  | { readonly from: "volume"; readonly volid: string; readonly bytes?: number }
  /** A file that Proxmox VE downloads. */
  | { readonly from: "download"; readonly published: Omit<Published, "checksum"> & Partial<Pick<Published, "checksum">>; readonly storage: string };

export interface Found {
  readonly made: Made;
  readonly why: string;
  readonly problem?: { readonly says: string; readonly remedy: string };
  /** What could not be looked up. */
  readonly note?: string;
}

/** The guest that a copy is made of, before anything else is decided: a copy is made where the other one is. Raises `wrong-input`. */
export function findOriginal({ type, origin, said }: Wanted, ground: Ground): { readonly guest: Guest; readonly why: string } | undefined {
  const { guests } = ground.inventory;
  if (origin?.is === "clone") {
    const [, words] = splitGuestName(origin.of);
    const found = guests.filter((guest) => guest.type === type && (String(guest.vmId) === words || guest.name === words));
    if (found.length === 1) return { guest: found[0]!, why: "as was said" };
    const known = guests.filter((guest) => guest.type === type && guest.template).map((guest) => `${guest.vmId} ${guest.name ?? ""}`.trim());
    throw wrongInput("from", found.length > 1 ? `${found.length} guests are called ${JSON.stringify(words)}` : `no ${guestKinds[type].word.one} ${JSON.stringify(words)} was seen`, known.length > 0 ? `templates are: ${known.join(", ")}` : "pmpc list shows what was seen");
  }
  const saysDisks = said.some(({ setting }) => setting.path[0]?.prop === "disks" || setting.path[0]?.prop === "cdrom");
  if (origin !== undefined || guestKinds[type].making.usualOrigin !== undefined || saysDisks) return undefined;
  const all = guests.filter((guest) => guest.type === type && guest.template && guest.config !== undefined);
  const graph = graphOf(ground.inventory);
  const [most] = mostFirst(guests.flatMap(({ key }) => graph.linksOf(key).flatMap(({ as, to }) => (as === "guest" && all.some((one) => one.key === to) ? [to] : []))));
  const usual = all.find(({ key }) => key === most) ?? (all.length === 1 ? all[0] : undefined);
  return usual && { guest: usual, why: most === undefined ? "the only template" : "the template that most are copies of" };
}

/** Finds an image or a template: a volume, an address, or a name, on the storages of the node first, then among the usual ones. */
export async function findFile({ type, origin, name }: Wanted, node: string, ground: Ground, library: Library): Promise<Found> {
  const { origin: { option, content: kind }, usualOrigin = "" } = guestKinds[type].making;
  const all = { image: images, template: templates }[option];
  const word = origin?.is === "image" || origin?.is === "template" ? origin.called : undefined;
  const storages = ground.inventory.storages.filter((one) => isOn(one, node) && ground.contents(one.name)?.has(kind) !== false).map((one) => one.name);
  if (word !== undefined && /^[A-Za-z][\w.-]*:[^/]/.test(word) && !/^https?:/.test(word)) return volumeSaid(word, node, ground, library);
  if (word !== undefined && /^https?:\/\//.test(word)) return downloaded({ name: plainFile(word), url: word }, "as was said; no checksum is known", kind, storages, node, ground);
  const { volumes, unasked } = await library.on(node, storages);
  const wanted = word ?? usualOrigin;
  const fitting = volumes.filter(({ volid, content }) => content === kind && isCalled(volid, wanted)).sort((a, b) => inOrder.compare(b.volid.split("/").at(-1)!, a.volid.split("/").at(-1)!));
  const note = unasked === undefined ? undefined : `what lies on the storages of ${node} is not known: ${unasked}`;
  if (fitting[0] !== undefined) return { made: { from: "volume", volid: fitting[0].volid, ...(fitting[0].bytes === undefined ? {} : { bytes: fitting[0].bytes }) }, why: fitting.length > 1 ? `the newest of ${fitting.length} on ${node}` : `it lies on ${node}` };
  const published = findPublished(all, wanted);
  if (published === undefined) {
    const there = volumes.filter(({ content }) => content === kind).map(({ volid }) => volid);
    throw wrongInput(option, `nothing that is called ${JSON.stringify(wanted)} was found for ${name}`, [`known are ${all.map((one) => one.name).join(", ")}`, ...(there.length > 0 ? [`on ${node} lie ${there.join(", ")}`] : []), ...(note === undefined ? [] : [note]), "an address (https://…) or a volume (local:…) is taken as well"].join("\n"));
  }
  return { ...downloaded(published, unasked === undefined ? "none lies on the node; Proxmox VE downloads it" : "Proxmox VE downloads it, and its checksum is checked", kind, storages, node, ground), ...(note === undefined ? {} : { note }) };
}

/** A volume that was named: it has to lie there, as far as that can be asked. */
async function volumeSaid(volid: string, node: string, ground: Ground, library: Library): Promise<Found> {
  const found: Found = { made: { from: "volume", volid }, why: "as was said" };
  const [storage = ""] = volid.split(":");
  if (!ground.inventory.storages.some((one) => one.name === storage && isOn(one, node))) return found;
  const { volumes, unasked } = await library.on(node, [storage]);
  if (unasked !== undefined || volumes.some((one) => one.volid === volid)) return found;
  const near = nearest(volid, volumes.map((one) => one.volid));
  return { ...found, problem: { says: `${volid} does not lie on ${storage} of ${node}, as far as the credentials may see`, remedy: `${near === undefined ? "" : `did you mean ${near}? `}pvesm list ${storage} on the node shows what does` } };
}

const inOrder = new Intl.Collator("en", { numeric: true });

function isCalled(volid: string, word: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const file = volid.split("/").at(-1)!;
  return word !== "" && (file === word || plain(file).startsWith(plain(word)));
}

const plainFile = (url: string) => url.replace(/[?#].*$/, "").split("/").at(-1)!.replace(/\.(?:qcow2|img|raw|vmdk|tar\.(?:gz|xz|zst|bz2))$/, "");

function downloaded(published: Extract<Made, { from: "download" }>["published"], why: string, kind: "import" | "vztmpl", storages: readonly string[], node: string, ground: Ground): Found {
  const taking = storages.filter((storage) => ground.contents(storage)?.has(kind));
  const [storage] = taking.includes("local") ? ["local"] : taking;
  const file = ground.inventory.storages.find((one) => one.type === "dir" && isOn(one, node));
  const contents = file && [...(ground.contents(file.name) ?? []), kind].join(",");
  const problem = storage === undefined ? { says: `no storage of ${node} takes ${Object.values(guestKinds).find(({ making }) => making.origin.content === kind)!.making.origin.says}`, remedy: file === undefined ? `add one that does, then: pmpc sync` : `pvesm set ${file.name} --content ${contents}   then: pmpc sync` } : undefined;
  return { made: { from: "download", published, storage: storage ?? "local" }, why, ...(problem === undefined ? {} : { problem }) };
}
