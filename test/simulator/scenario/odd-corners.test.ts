import { expect } from "chai";
import { parseGuestFilePath } from "../../../lib/pve/guest-config";
import { parseGuestFile } from "../../../lib/pve/guest-text";
import { rejectedLines } from "../../../lib/schema/config-response";
import { formatOf, formatsOf, parseDevice, type KeyFormat } from "../../../lib/schema/format";
import type { GuestType } from "../../../lib/pve/address";
import { oddCorners } from "../../../simulator/scenario/odd-corners";
import { askerOf } from "../asker";

const files = Object.entries(oddCorners.files).flatMap(([path, text]) => {
  const place = parseGuestFilePath(path);
  return place ? [{ ...place, text, ...parseGuestFile(place.type, text) }] : [];
});
const sections = files.flatMap(({ type, vmId, current, sections: more }) => [current, ...more].map((section) => ({ type, vmId, section })));

/** How often a key, or a sub-key of a family (`net tag`, one of the drives' for all buses), is said. */
function counts(type: GuestType): Map<string, number> {
  const found = new Map<string, number>();
  const add = (name: string) => found.set(name, (found.get(name) ?? 0) + 1);
  for (const { section } of sections.filter((one) => one.type === type)) {
    if (section.description !== undefined) add("description");
    for (const [key] of section.raw) add(key === "lxc.environment.runtime" ? "env" : "lxc");
    for (const [key, value] of section.settings) {
      const format = formatOf(type, key);
      if (!format) continue;
      add(format.family);
      for (const [field] of format.fields.size > 0 ? parseDevice(type, key, value).parts : []) add(nameOf(format, field));
    }
  }
  return found;
}

const drives = ["ide", "sata", "scsi", "virtio"];
const nameOf = ({ family }: KeyFormat, field: string) => `${drives.includes(family) ? "drive" : family} ${field}`;

describe("scenario odd-corners", () => {
  for (const type of ["qemu", "lxc"] as const) {
    it(`says every key and sub-key of ${type} at least twice`, () => {
      const found = counts(type);
      const wanted = [...formatsOf(type)].flatMap((format) => [format.family, ...[...format.fields.keys()].map((field) => nameOf(format, field))]);
      // The digest is of the file, not in it; Proxmox VE refuses the other of a machine.
      const rare = wanted.filter((name) => name !== "digest" && name !== "cpu reported-model" && (found.get(name) ?? 0) < 2);
      expect(rare).to.deep.equal([]);
    });
  }

  it("has at least 120 guests, of both kinds", () => {
    expect(files.filter(({ type }) => type === "qemu")).to.have.lengthOf.above(80);
    expect(files.filter(({ type }) => type === "lxc")).to.have.lengthOf.above(40);
  });

  it("has no value that Proxmox VE would refuse, but those on purpose", () => {
    const wrong = sections.flatMap(({ type, vmId, section }) =>
      section.settings.filter(([key]) => key !== "delete").flatMap(([key, value]) => (parseDevice(type, key, value).problems.length > 0 ? [`${vmId} ${key}: ${value}`] : [])),
    );
    expect(wrong).to.deep.equal([]);
    expect(files.flatMap(({ type, text }) => rejectedLines(type, text, new Set(["mine"])))).to.deep.equal([]);
  });

  it("answers what an import asks about every guest", () => {
    const asker = askerOf(oddCorners);
    for (const { node, type, vmId } of files) {
      for (const address of ["config", "status/current", "pending", "snapshot"]) expect(asker.get(`/nodes/${node}/${type}/${vmId}/${address}`).status, `${vmId} ${address}`).to.equal(200);
    }
  });
});
