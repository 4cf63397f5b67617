import { expect } from "chai";
import fc from "fast-check";
import { printGuestFile } from "../../../lib/pve/guest-config";
import { parseGuestFile } from "../../../lib/pve/guest-text";
import type { GuestType } from "../../../lib/pve/address";
import { answerOf, effectiveAnswer } from "../../../lib/schema/config-response";
import { formatOf, formatsOf, parseDevice, printDevice } from "../../../lib/schema/format";
import { clusterB, fixture } from "../../support/fixture";

interface PveKey {
  readonly properties?: Readonly<Record<string, object>>;
}
const types: readonly GuestType[] = ["qemu", "lxc"];
const keysOf = (type: GuestType) => fixture<Readonly<Record<string, PveKey>>>(`pve-schema/${type}.json`);
const parts = (text: string) => text.split(",").filter((part) => part.trim() !== "").sort();

describe("the table and Proxmox VE's schema", () => {
  for (const type of types) {
    it(`has every key and sub-key of ${type}`, () => {
      const lacking = Object.entries(keysOf(type)).flatMap(([key, { properties = {} }]) => {
        const format = formatOf(type, key);
        if (!format) return [key];
        const known = (field: string) => format.fields.has(field) || field in (format.text.aliases ?? {}) || format.text.pairs?.names.includes(field);
        return Object.keys(properties).filter((field) => !known(field)).map((field) => `${key}/${field}`);
      });
      expect(lacking).to.deep.equal([]);
    });

    it(`has no key of ${type} that Proxmox VE has not`, () => {
      // Of the API's answer, not of the configuration.
      const answered = ["digest", "lxc", "parent", "snaptime"];
      const keys = keysOf(type);
      const extra = [...formatsOf(type)].map(({ family, count }) => (count === undefined ? family : `${family}0`)).filter((key) => !(key in keys));
      expect(extra.filter((key) => !answered.includes(key))).to.deep.equal([]);
    });

    it(`counts the numbered keys of ${type} as Proxmox VE does`, () => {
      const numbered = [...formatsOf(type)].filter(({ count }) => count !== undefined);
      const counts = Object.fromEntries(numbered.map(({ family }) => [family, Object.keys(keysOf(type)).filter((key) => new RegExp(`^${family}\\d+$`).test(key)).length]));
      expect(Object.fromEntries(numbered.map(({ family, count }) => [family, count]))).to.deep.equal(counts);
    });
  }
});

describe("a device's text", () => {
  it("comes back the same, up to Proxmox VE's order, for every line of the recorded cluster", () => {
    for (const [path, text] of Object.entries(clusterB.files)) {
      const type = /qemu-server/.test(path) ? "qemu" : /\/lxc\//.test(path) ? "lxc" : undefined;
      if (!type) continue;
      for (const [key, value] of parseGuestFile(type, text).current.settings) {
        // The default key may be bare or not.
        const bare = (part: string) => part.replace(`${formatOf(type, key)?.text.defaultKey ?? ""}=`, "");
        const again = printDevice(type, key, parseDevice(type, key, value).parts);
        expect(parts(again).map(bare).sort(), `${path} ${key}`).to.deep.equal(parts(value).map(bare).sort());
      }
    }
  });

  it("keeps unknown keys, wrong values and repeated keys, and reports each", () => {
    const text = "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=5000,rate=1,rate=2,frob=1,word";
    const device = parseDevice("qemu", "net0", text);
    expect(parts(printDevice("qemu", "net0", device.parts))).to.have.members(parts(text));
    expect(device.problems.map(({ field, problem }) => `${field} ${problem}`)).to.include.members(["tag wrong value", "rate repeated", "frob unknown sub-key"]);
  });

  it("understands old spellings", () => {
    expect(parseDevice("qemu", "boot", "cdn").parts).to.deep.equal([["legacy", "cdn"]]);
    expect(parseDevice("qemu", "net0", "model=e1000,macaddr=BC:24:11:00:00:01").problems).to.deep.equal([]);
    expect(parseDevice("qemu", "agent", "1,guest-fsfreeze=0").parts).to.deep.include(["freeze-fs", "0"]);
    expect(parseDevice("qemu", "memory", "current=2048").problems).to.deep.equal([]);
    expect(answerOf("qemu", parseGuestFile("qemu", "cdrom: none\n").current)).to.deep.equal({ ide2: "none" });
  });

  it("never loses a part, whatever it holds", () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !/[,\n]/.test(text) && text.trim() !== "");
    const keys = fc.constantFrom("net0", "scsi0", "hostpci3", "agent", "efidisk0", "__proto__", "constructor", "frob");
    fc.assert(
      fc.property(keys, fc.array(word, { minLength: 1, maxLength: 6 }), (key, words) => {
        const text = words.join(",");
        const again = printDevice("qemu", key, parseDevice("qemu", key, text).parts);
        const twice = printDevice("qemu", key, parseDevice("qemu", key, again).parts);
        expect(twice.split(",").length).to.equal(again.split(",").length);
        expect(again.length).to.be.at.least(1);
      }),
    );
  });
});

describe("a guest's file", () => {
  it("answers as the API does, for every guest of the recorded cluster", () => {
    for (const [path, text] of Object.entries(clusterB.files)) {
      const [, folder, vmId] = /nodes\/pve\/(qemu-server|lxc)\/(\d+)\.conf$/.exec(path) ?? [];
      if (!folder) continue;
      const type = folder === "lxc" ? "lxc" : "qemu";
      const { digest: _, ...answer } = clusterB.http[`/nodes/pve/${type}/${vmId}/config`]!.body!.data as Record<string, unknown>;
      expect(effectiveAnswer(type, parseGuestFile(type, text)), path).to.deep.equal(answer);
    }
  });

  it("applies pending changes and deletions", () => {
    const text = "#note\ncores: 2\nmemory: 512\n\n[PENDING]\ncores: 4\ndelete: memory\n\n[snap1]\ncores: 1\n";
    const file = parseGuestFile("qemu", text);
    expect(effectiveAnswer("qemu", file)).to.deep.equal({ description: "note", cores: 4 });
    expect(file.sections.map(({ kind, name }) => [kind, name])).to.deep.equal([["pending", "PENDING"], ["snapshot", "snap1"]]);
    expect(printGuestFile(file)).to.equal(text);
  });
});
