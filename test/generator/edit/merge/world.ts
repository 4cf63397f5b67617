import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { emitProject } from "../../../../generator/emit/cdktf/project";
import type { RememberedResource } from "../../../../generator/plan/cluster";
import { kindsInScope } from "../../../../lib/schema/kind/scope";
import type { Remembered } from "../../../../generator/plan/build";
import type { NamedBefore } from "../../../../generator/plan/plan";
import { foldsIn } from "../../../../generator/session/fold";
import { openFilesSource } from "../../../../generator/source/files/files-source";
import type { Unreadable } from "../../../../lib/inventory/document";
import { readInventory } from "../../../../lib/inventory/inventory";
import type { ResourceKey } from "../../../../lib/pve/address";
import type { Scenario } from "../../../../simulator/scenario";
import { planOf } from "../../../support/plan";

/** A cluster as the text of its files, and what its imports remember. */
export interface World {
  readonly files: Readonly<Record<string, string>>;
  /** Numbers that guests had which are gone. */
  readonly gone: readonly number[];
  readonly memory?: Memory;
  /** Equal guests are said once. */
  readonly fold?: boolean;
  /** Storages, pools and the like are in the code, too. */
  readonly all?: boolean;
}

interface Memory {
  readonly remembered: ReadonlyMap<ResourceKey, Remembered>;
  readonly forgotten: readonly { readonly key: ResourceKey; readonly address: string; readonly id: string; readonly name: string }[];
  readonly named: NamedBefore;
  readonly rememberedResources: ReadonlyMap<ResourceKey, RememberedResource>;
}

export interface Generated {
  readonly code: ReadonlyMap<string, string>;
  readonly memory: Memory;
}

export const worldOf = ({ files }: Pick<Scenario, "files">): World => ({ files, gone: [] });

const facts = { pmpc: "^0.1.0", copies: false, dependencies: {} };

/** The code that an import of it writes. */
export async function generate({ files, gone, memory, fold = false, all = false }: World): Promise<Generated> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-world-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const documents = new Map<string, unknown>();
    const unreadable = new Map<string, Unreadable>();
    const source = await openFilesSource(folder);
    for await (const one of source.read({})) {
      if ("why" in one) unreadable.set(one.address, one);
      else documents.set(one.address, one.body);
    }
    await source.close();
    const inventory = { ...readInventory({ documents, unreadable } as never), freeNumbers: new Set(gone) };
    const plan = planOf(inventory, { ...memory, fold, ...(all ? { kinds: kindsInScope("all") } : {}) });
    const code = new Map(emitProject(plan, facts).flatMap(({ path, content, mode }) => (mode === "owned" && path.endsWith(".ts") ? [[path, content] as const] : [])));
    return {
      code,
      memory: {
        remembered: new Map(plan.guests.flatMap(({ guest, entry, file }) => (entry ? [[guest.key, { id: entry.id, file: file!, adopt: entry.adopt, code: () => undefined }] as const] : []))),
        rememberedResources: new Map(plan.areas.flatMap(({ path, entries }) => entries.map(({ key, id, construct, adopt }) => [key, { id, construct, file: path, adopt, code: () => undefined }] as const))),
        forgotten: plan.forgotten.map(({ key, address, id, name }) => ({ key, address, id, name })),
        named: { stack: plan.stack, functions: new Map(plan.groups.map(({ path, name }) => [path, name])), fields: plan.references, folds: new Map([...code].map(([path, text]) => [path, foldsIn(text)])) },
      },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// ---- what happens on a cluster ----------------------------------------------------------------------------------------------------

/** One thing that happens, with numbers that decide to whom and how. */
export interface Happening {
  readonly what: number;
  readonly to: number;
  readonly how: number;
}

type Change = (text: string, how: number, vmId: number) => string;

const set = (key: string, value: (how: number) => string): Change => (text, how) => {
  const line = `${key}: ${value(how)}`;
  const pattern = new RegExp(`^${key}: .*$`, "m");
  return pattern.test(text) ? text.replace(pattern, line) : withLine(text, line);
};
// Before the first section.
const withLine = (text: string, line: string) => text.replace(/(?=\n\[|$(?![\s\S]))/, `\n${line}`).replace(/^\n+/, "").replace(/\n{2,}(?!\[)/g, "\n");
const drop = (key: string): Change => (text) => text.replace(new RegExp(`^${key}: .*\\n`, "m"), "");
const mac = (vmId: number, how: number) => `BC:24:11:${[vmId >> 8, vmId & 255, how % 256].map((one) => one.toString(16).padStart(2, "0").toUpperCase()).join(":")}`;

const machine: readonly Change[] = [
  set("memory", (how) => String(1024 * (1 + (how % 16)))),
  set("balloon", (how) => String(512 * (how % 3))),
  set("cores", (how) => String(1 + (how % 8))),
  set("onboot", (how) => String(how % 2)),
  set("tags", (how) => ["prod", "prod;web", "db;lab", "iot"][how % 4]!),
  set("name", (how) => `renamed-${how % 50}`),
  set("startup", (how) => `order=${how % 9},up=${how % 60}`),
  drop("onboot"),
  drop("tags"),
  drop("startup"),
  (text, how) => text.replace(/size=(\d+)G/, (_, size: string) => `size=${Number(size) + 1 + (how % 8)}G`),
  (text, how) => text.replace(/^(net0: [^\n]*?)(,tag=\d+)?$/m, (_, rest: string) => `${rest},tag=${10 + (how % 40)}`),
  (text, how) => text.replace(/^(net0: [^\n]*?)(,firewall=[01])?$/m, (_, rest: string) => `${rest},firewall=${how % 2}`),
  (text, how, vmId) => set("net3", () => `virtio=${mac(vmId, how)},bridge=vmbr0`)(text, how, vmId),
  (text, how, vmId) => set("scsi7", () => `${/^scsi0: ([\w-]+):/m.exec(text)?.[1] ?? "local-zfs"}:vm-${vmId}-disk-7,size=${1 + (how % 20)}G`)(text, how, vmId),
  (text) => text.replace(/^scsi1: .*\n/m, ""),
  (text, how) => `#note of the cluster ${how % 20}\n${text.replace(/^#.*\n/gm, "")}`,
  set("localtime", () => "1"),
  drop("localtime"),
  // Its disks go to another storage.
  (text, how) => text.replaceAll(/^(scsi\d+: )[\w-]+(?=:vm-)/gm, (_, slot: string) => `${slot}${["local-zfs", "tank", "ceph", "local-lvm"][how % 4]!}`),
];

const container: readonly Change[] = [
  set("memory", (how) => String(512 * (1 + (how % 16)))),
  set("swap", (how) => String(256 * (how % 4))),
  set("cores", (how) => String(1 + (how % 8))),
  set("onboot", (how) => String(how % 2)),
  set("tags", (how) => ["prod", "prod;web", "db;lab"][how % 3]!),
  set("hostname", (how) => `renamed-${how % 50}`),
  drop("tags"),
  drop("onboot"),
  (text, how) => text.replace(/size=(\d+)G/, (_, size: string) => `size=${Number(size) + 1 + (how % 8)}G`),
  (text, how) => text.replace(/^(net0: [^\n]*?)(,tag=\d+)?$/m, (_, rest: string) => `${rest},tag=${10 + (how % 40)}`),
  (text, how, vmId) => set("net2", () => `name=eth2,bridge=vmbr0,hwaddr=${mac(vmId, how)},ip=dhcp,type=veth`)(text, how, vmId),
  set("nameserver", (how) => `10.0.0.${how % 250}`),
];

/** Things that happen to what is not a guest: in `storage.cfg` and `user.cfg`. */
const others: readonly ((files: Readonly<Record<string, string>>, how: number) => Readonly<Record<string, string>>)[] = [
  (files, how) => inSection(files, how, (text) => (/^\tcontent /m.test(text) ? text.replace(/^\tcontent .*$/m, `\tcontent ${["images", "images,rootdir", "iso,vztmpl"][how % 3]!}`) : text)),
  (files, how) => inSection(files, how, (text) => (/^\tdisable/m.test(text) ? text.replace(/^\tdisable.*\n?/m, "") : `${text.trimEnd()}\n\tdisable\n`)),
  (files, how) => ({ ...files, "storage.cfg": `${(files["storage.cfg"] ?? "").trimEnd()}\n\ndir: more-${how % 40}\n\tpath /mnt/more-${how % 40}\n\tcontent backup\n` }),
  (files, how) => inSection(files, how, (text) => (/^dir: more/.test(text) ? "" : text)),
  (files, how) => ({ ...files, "user.cfg": (files["user.cfg"] ?? "").replace(/^pool:([^:]+):[^:]*:/gm, (_, name: string) => `pool:${name}:about ${how % 50}:`) }),
];

function inSection(files: Readonly<Record<string, string>>, how: number, write: (text: string) => string): Readonly<Record<string, string>> {
  const sections = (files["storage.cfg"] ?? "").split(/\n(?=\w+: )/);
  return { ...files, "storage.cfg": sections.map((one, at) => (at === how % sections.length ? write(one) : one)).filter((one) => one !== "").map((one) => one.trimEnd()).join("\n\n") + "\n" };
}

const guestPath = /^nodes\/([^/]+)\/(qemu-server|lxc)\/(\d+)\.conf$/;

/** Lets something happen on a cluster. */
export function happen(world: World, { what, to, how }: Happening): World {
  const guests = Object.keys(world.files).filter((path) => guestPath.test(path)).sort();
  const path = guests[to % guests.length]!;
  const [, node, kind, digits] = guestPath.exec(path)!;
  const vmId = Number(digits);
  const text = world.files[path]!;
  const nodes = [...new Set(guests.map((one) => guestPath.exec(one)![1]!))];
  const changes = kind === "lxc" ? container : machine;
  const files: Record<string, string> = { ...world.files };
  if (world.all && what % 4 === 3) return { ...world, files: others[(what >> 2) % others.length]!(files, how) };
  if (what % 10 === 0 && guests.length > 3) {
    delete files[path];
    return { ...world, files, gone: [...world.gone, vmId] };
  }
  if (what % 10 === 1) {
    const fresh = 1000 + (how % 3000);
    if (guests.some((one) => one.includes(`/${fresh}.conf`))) return world;
    files[`nodes/${node}/${kind}/${fresh}.conf`] = text
      .replace(/^(name|hostname): .*$/m, `$1: new-${fresh}`)
      .replaceAll(`-${vmId}-`, `-${fresh}-`)
      .replace(/BC:24:11(?::[0-9A-F]{2}){3}/g, () => mac(fresh, how))
      .replace(/uuid=[0-9a-f-]+/, `uuid=00000000-0000-4000-8000-${String(fresh).padStart(12, "0")}`);
    return { ...world, files };
  }
  if (what % 10 === 2 && nodes.length > 1) {
    delete files[path];
    files[path.replace(`nodes/${node}/`, `nodes/${nodes[(nodes.indexOf(node!) + 1 + how) % nodes.length]}/`)] = text;
    return { ...world, files };
  }
  return { ...world, files: { ...files, [path]: changes[what % changes.length]!(text, how, vmId) } };
}
