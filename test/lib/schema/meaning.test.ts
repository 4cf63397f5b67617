import { expect } from "chai";
import type { GuestType } from "../../../lib/pve/address";
import { catalog } from "../../../lib/schema/catalog";
import { formatOf } from "../../../lib/schema/format";
import { placesOf } from "../../../lib/schema/places";
import { toProps, toTerraform } from "../../../lib/schema/props";
import { presetOf, type Elements, type ReadableGuest, type State } from "../../../lib/schema/read-back";
import type { Member } from "../../../lib/schema/row";
import { Refusal, type TerraformValue } from "../../../lib/schema/shape";
import { writeGuest } from "../../../lib/schema/write";
import { definitionsOf, pveSchema } from "./pve-schema";

type Config = Readonly<Record<string, unknown>>;

const volume = "local-lvm:vm-100-disk-0";
/** A device of each kind with its least, whose sub-keys are looked at one by one. */
const devices: Readonly<Record<GuestType, Readonly<Record<string, string>>>> = {
  qemu: {
    agent: "enabled=1", "amd-sev": "type=es", audio0: "device=AC97", cpu: "cputype=host", efidisk0: `file=${volume},size=4M`, hostpci0: "host=0000:01:00.0", ide0: `file=${volume},size=8G`,
    net0: "model=virtio,macaddr=BC:24:11:00:00:01,bridge=vmbr0", rng0: "source=/dev/urandom", sata0: `file=${volume},size=8G`, scsi0: `file=${volume},size=8G`, startup: "order=5",
    tpmstate0: `file=${volume},size=4M`, usb0: "host=1-2", vga: "type=std,memory=32", virtio0: `file=${volume},size=8G`, virtiofs0: "dirid=share", watchdog: "model=ib700",
  },
  lxc: { dev0: "path=/dev/dri/card0", features: "nesting=1", mp0: `volume=tank:subvol-100-disk-1,mp=/srv,size=8G`, net0: "name=eth0,bridge=vmbr0", rootfs: "volume=tank:subvol-100-disk-0,size=8G", startup: "order=5" },
};

/** What holds where there is no such key, beside what Proxmox VE's schema says. */
const furtherDefaults: Readonly<Record<string, string>> = { "qemu watchdog action": "reset", "qemu balloon": "512", "lxc swap": "0" };

/** Where the absent and the default are distinguished, and both are told truly. */
const apart: Readonly<Record<string, string>> = {
  "qemu hotplug": "unsaid, it is Proxmox VE's own business",
  "qemu ciupgrade": "unsaid, where nothing else is said of cloud-init",
  "qemu rng0 max_bytes": "unsaid, the provider writes the same",
  "qemu rng0 period": "unsaid, the provider writes the same",
  "lxc rootfs replicate": "unsaid, the provider leaves it to Proxmox VE",
  "lxc entrypoint": "unsaid, Proxmox VE takes it",
};

function guest(type: GuestType, config: Config, without?: string): ReadableGuest {
  const least: Config = type === "qemu" ? { ostype: "l26", scsihw: "lsi" } : { hostname: "ct", ostype: "debian", rootfs: "tank:subvol-100-disk-0,size=8G" };
  const kept = Object.fromEntries(Object.entries({ ...least, ...config }).filter(([key]) => key !== without));
  return { type, vmId: 100, node: "pve", running: false, config: kept, formatOf: () => "raw" };
}

/** What the code says of a guest, with all that it need not say; undefined if the provider cannot read the guest. */
function told(type: GuestType, config: Config, without?: string): State | undefined {
  try {
    const one = guest(type, config, without);
    const table = catalog[type];
    return filled(table.rows, toTerraform(table, toProps(table, writeGuest(one).config, placesOf(one))));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function filled(members: readonly Member[], said: State): State {
  const all = members.flatMap((member): [string, TerraformValue][] => {
    if (member.terraform === null || (member.kind === "row" && (member.output || member.onlyAsked))) return [];
    const value = said[member.terraform];
    if (member.kind === "row") return [[member.terraform, value ?? presetOf(member)]];
    const elements = (value ?? (member.from === undefined ? [{}] : [])) as Elements;
    return [[member.terraform, elements.map((element) => filled(member.rows, element))]];
  });
  return Object.fromEntries(all);
}

/** As the API answers the text. */
function answered(type: GuestType, key: string, text: string): unknown {
  const shape = formatOf(type, key)?.plain?.shape;
  return shape?.json === "number" ? Number(shape.parse(text)) : text;
}

const isSaid = (type: GuestType, key: string, field?: string) => {
  const format = formatOf(type, key);
  const row = field === undefined ? format?.plain : format?.fields.get(field);
  return row !== undefined && row.terraform !== null;
};

for (const type of ["qemu", "lxc"] as const) {
  describe(`what the code says of ${type}, beside what Proxmox VE means`, () => {
    it("is the same for every key that is absent as for its default spelled out", () => {
      let looked = 0;
      const different = definitionsOf(type).flatMap(({ key, field, definition }) => {
        const name = [type, key, ...(field === undefined ? [] : [field])].join(" ");
        const preset = furtherDefaults[name] ?? definition.default;
        const device = devices[type][key];
        if (preset === undefined || /cgroup/.test(preset) || !isSaid(type, key, field) || Object.hasOwn(apart, name) || (field !== undefined && (device === undefined || new RegExp(`(^|,)${field}=`).test(device)))) return [];
        looked++;
        const absent = field === undefined ? told(type, {}, key) : told(type, { [key]: device });
        const spelled = told(type, { [key]: field === undefined ? answered(type, key, preset) : `${device},${field}=${preset}` });
        return JSON.stringify(absent) === JSON.stringify(spelled) ? [] : [`${name}: ${differing(absent, spelled)}`];
      });
      expect(different).to.deep.equal([]);
      expect(looked).to.be.at.least(type === "qemu" ? 38 : 15);
    });

    it("is the same for the bare word as for the one with its key, wherever it stands", () => {
      const different = Object.entries(devices[type]).flatMap(([key, device]) => {
        const bare = key === "startup" ? "order" : Object.entries(pveSchema[type][key]?.properties ?? {}).find(([, { default_key: isDefault }]) => isDefault)?.[0];
        if (bare === undefined || key === "net0") return [];
        const [first, ...others] = device.split(",");
        const word = first!.slice(bare.length + 1);
        const spelled = told(type, { [key]: device });
        return [[word, ...others], [...others, word]].flatMap((parts) => {
          const found = told(type, { [key]: parts.join(",") });
          return found === undefined || spelled === undefined || JSON.stringify(found) === JSON.stringify(spelled) ? [] : [`${key} ${parts.join(",")}: ${differing(found, spelled)}`];
        });
      });
      expect(different).to.deep.equal([]);
    });

    it("is the same for a flag in any word that Proxmox VE knows", () => {
      const different = Object.entries(devices[type]).flatMap(([key, device]) =>
        Object.entries(pveSchema[type][key]?.properties ?? {}).flatMap(([field, { type: kind }]) => {
          if (kind !== "boolean" || !isSaid(type, key, field)) return [];
          const base = device.split(",").filter((part) => !part.startsWith(`${field}=`));
          const of = (text: string) => told(type, { [key]: [...base, `${field}=${text}`].join(",") });
          return [["1", "on"], ["1", "yes"], ["0", "off"], ["0", "FALSE"]].flatMap(([digit, word]) => {
            const [one, other] = [of(digit!), of(word!)];
            return JSON.stringify(one) === JSON.stringify(other) ? [] : [`${key} ${field}=${word}: ${differing(other, one)}`];
          });
        }),
      );
      expect(different).to.deep.equal([]);
    });
  });
}

function differing(one: State | undefined, other: State | undefined): string {
  if (one === undefined || other === undefined) return `${one === undefined ? "the first" : "the second"} is refused`;
  return Object.keys({ ...one, ...other })
    .filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
    .map((name) => `${name} ${JSON.stringify(one[name])} instead of ${JSON.stringify(other[name])}`)
    .join("; ");
}
