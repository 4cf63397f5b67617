import { expect } from "chai";
import fc from "fast-check";
import type { GuestType } from "../../../lib/pve/address";
import { textOfBytes } from "../../../lib/pve/bytes";
import { answerOf, configurationOf, rejectedLines } from "../../../lib/schema/config-response";
import { parseGuestFile } from "../../../lib/pve/guest-text";
import { configOf, readGuest } from "../../../simulator/guest";
import { readGuestText } from "../../../simulator/reading";
import { oddGuests, whenAll } from "../../support/fixture";
import { bytesOfReading, readings, type Reading } from "../../support/reading";
import { randomText } from "./random-text";

const textOf = (reading: Reading) => textOfBytes(bytesOfReading(reading));
/** The recording host had no `cpu-models.conf`. */
const processors: readonly string[] = [];
const without = ({ digest: _, ...config }: Readonly<Record<string, unknown>>) => config;
/** Complaints about what is kept all the same. */
const isKept = (type: GuestType) => (complaint: string) => / is deprecated|was renamed to/.test(complaint) || (type === "lxc" && complaint.includes("unable to parse value of"));
const heads = (complaints: readonly string[]) => complaints.map((one) => one.split(" - ").slice(0, 2).join(" - ").trim());

describe("a guest's file, read as Proxmox VE reads it", () => {
  for (const reading of readings) {
    const { type, title, config, current = config, complaints } = reading;
    describe(`${type === "qemu" ? "a virtual machine with" : "a container with"} ${title}`, () => {
      it("by an import", () => {
        expect(without(configurationOf(type, textOf(reading)))).to.deep.equal(config);
        expect(answerOf(type, parseGuestFile(type, textOf(reading)).current, new Set(processors))).to.deep.equal(current);
      });
      it("by the simulator", () => {
        const guest = { type, vmId: 100, node: "pve", text: textOf(reading), power: "stopped" as const, startedAt: 0, processors };
        expect(readGuest(guest).effective).to.deep.equal(config);
        expect(readGuest(guest).current).to.deep.equal(current);
        const said = readGuestText(type, 100, textOf(reading), processors).complaints;
        expect(heads(said)).to.deep.equal(heads(complaints.filter((one) => !/ is deprecated|was renamed to/.test(one))));
      });
      it("with a list of what is left out", () => {
        const left = complaints.filter((one) => !isKept(type)(one));
        expect(rejectedLines(type, textOf(reading)).length > 0).to.equal(left.length > 0);
      });
    });
  }

  it(`in all of Proxmox's own odd configurations${whenAll}`, function () {
    if (!oddGuests) return this.skip();
    for (const type of ["qemu", "lxc"] as const) {
      for (const [name, { conf, http }] of Object.entries(oddGuests[type])) {
        const { digest: _, ...config } = http.config!.body!.data as Record<string, unknown>;
        expect(without(configurationOf(type, conf)), name).to.deep.equal(config);
        const { current } = readGuestText(type, 100, conf, processors);
        const now = without(http["config?current=1"]!.body!.data as Record<string, unknown>);
        expect(configOf(type, current), name).to.deep.equal(now);
      }
    }
  });

  for (const type of ["qemu", "lxc"] as const) {
    it(`the same by an import and by the simulator, whatever is in a file of ${type}`, () => {
      fc.assert(
        fc.property(randomText(type), (text) => {
          const guest = { type, vmId: 100, node: "pve", text, power: "stopped" as const, startedAt: 0, processors };
          expect(configurationOf(type, text)).to.deep.equal({ ...readGuest(guest).effective, digest: readGuest(guest).digest });
          const left = readGuestText(type, 100, text, processors).complaints.filter((one) => !isKept(type)(one));
          expect(rejectedLines(type, text).length > 0).to.equal(left.length > 0);
        }),
        { numRuns: 150, examples: [["tags: \ufeff"], ["tags: a\u00a0b"], ["delete: a\u00a0b"], ["net0: \ufeff,"]] },
      );
    });
  }
});
