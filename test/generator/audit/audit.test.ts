import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { append, auditFolder, readChains } from "../../../generator/audit/log";
import { datedBack, link, newestFirst, readChain, start, type Head } from "../../../generator/audit/record";
import { PmpcError } from "../../../lib/error";
import { audited } from "../../../generator/connect/audited";
import type { Operator } from "../../../generator/operate/operator";

const entry = (verb: string) => ({ at: "2026-11-29T10:00:00.000Z", person: "kim", verb, key: "qemu/104" });
const chainOf = (verbs: readonly string[]) => {
  let head: Head = start;
  return verbs.map((verb) => {
    const { line, record } = link(entry(verb), head);
    head = { n: record.n, hash: record.hash };
    return line;
  });
};

describe("the audit log", () => {
  const verbs = fc.array(fc.string(), { minLength: 2, maxLength: 6 });

  it("shows a record that was changed, taken out of the middle, moved or put in", () => {
    fc.assert(
      fc.property(verbs, fc.nat(), (said, choice) => {
        const lines = chainOf(said);
        expect(readChain(lines.join("")).fault).to.equal(undefined);
        const at = choice % (lines.length - 1);
        const without = lines.filter((_, index) => index !== at);
        const moved = [...lines.slice(0, at), lines[at + 1]!, lines[at]!, ...lines.slice(at + 2)];
        const twice = [...lines.slice(0, at + 1), ...lines.slice(at)];
        const changed = lines.map((line, index) => (index === at ? line.replace('"kim"', '"sam"') : line));
        const foreign = lines.map((line, index) => (index === at ? "not json\n" : line));
        for (const one of [without, moved, twice, changed, foreign]) expect(readChain(one.join("")).fault).to.not.equal(undefined);
      }),
      { numRuns: 60 },
    );
  });

  it("goes on after a writer that was killed over any byte of a line, and keeps what it left", () => {
    const [first, second] = chainOf(["start", "stop"]) as [string, string];
    for (let cut = 1; cut < second.length - 1; cut += 7) {
      const { head, torn, fault } = readChain(first + second.slice(0, cut));
      expect([head.n, torn, fault]).to.deep.equal([1, second.slice(0, cut), undefined]);
      const whole = `${first}${torn}\n${link(entry("reboot"), head, torn).line}`;
      expect(readChain(whole).fault).to.equal(undefined);
      expect(readChain(whole).records.map(({ verb }) => verb)).to.deep.equal(["start", "reboot"]);
      expect(readChain(whole.replace(torn, `${torn}x`)).fault).to.not.equal(undefined);
    }
  });

  it("has its own order where a clock was set back, and says where that was", () => {
    const dated = (times: readonly string[]) => {
      let head: Head = start;
      return readChain(times.map((time) => {
        const { line, record } = link({ ...entry(time), at: `2026-11-29T${time}:00.000Z` }, head);
        head = record;
        return line;
      }).join(""));
    };
    const [straight, back] = [dated(["09:30", "10:00", "10:00", "11:00"]), dated(["09:00", "10:30", "08:00", "08:10", "12:00"])];
    expect([datedBack(straight), datedBack(back), datedBack({ records: [] })]).to.deep.equal([undefined, 3, undefined]);
    expect(newestFirst([straight.records, back.records]).map(({ verb }) => verb)).to.deep.equal(["12:00", "11:00", "08:10", "08:00", "10:30", "10:00", "10:00", "09:30", "09:00"]);
  });

  describe("in a workspace", () => {
    let root: string;
    beforeEach(() => (root = mkdtempSync(join(tmpdir(), "pmpc-audit-"))));
    afterEach(() => rmSync(root, { recursive: true }));
    const file = () => join(root, auditFolder, readdirSync(join(root, auditFolder))[0]!);
    const now = () => new Date(1_700_000_000_000);
    const operator = (run: Operator["run"]): Operator => ({ name: "n", guests: async () => [], home: async () => undefined, status: async () => ({}), config: async () => ({ memory: 512, cipassword: "geheim" }), run, close: async () => {} });
    const order = { verb: "stop", type: "qemu", vmId: 104, node: "pve", parameters: { password: "geheim" } } as const;
    const watch = { wait: true, signal: new AbortController().signal, onLine: () => {} };

    it("goes on where a process was killed while it named the writer", async () => {
      mkdirSync(join(root, ".proxmox/terraform"), { recursive: true });
      writeFileSync(join(root, ".proxmox/terraform/writer"), "");
      expect((await append(root, entry("start"))).n).to.equal(1);
      expect((await append(root, entry("stop"))).n).to.equal(2);
      expect([...readChains(root).keys()]).to.deep.equal([readFileSync(join(root, ".proxmox/terraform/writer"), "utf8")]);
    });

    it("has one chain for this checkout, whoever appends at the same time", async () => {
      await Promise.all(Array.from({ length: 12 }, (_, at) => append(root, entry(`verb${at}`))));
      const [chain] = [...readChains(root).values()];
      expect([chain?.head.n, chain?.fault, readChains(root).size]).to.deep.equal([12, undefined, 1]);
    });

    it("does not take what cannot be read for an empty log, neither to check it nor to go on in it", async () => {
      await append(root, entry("start"));
      const path = file();
      rmSync(path);
      mkdirSync(path);
      expect(() => readChains(root)).to.throw(PmpcError, `${path} cannot be read: EISDIR`);
      await append(root, entry("stop")).then(() => expect.fail("it was written"), (error: PmpcError) => expect(error.code).to.equal("audit-unreadable"));
    });

    it("writes before the cluster is asked and after it answered, without secrets", async () => {
      await audited(operator(async () => {
        expect(readFileSync(file(), "utf8").split("\n")).to.have.length(2);
        return { task: "UPID:pve:1", ended: true, warnings: 0 };
      }), root, now).run(order, watch);
      const failing = audited(operator(async () => Promise.reject(new Error("VM is locked"))), root, now);
      expect(await failing.run(order, watch).catch((error: Error) => error.message)).to.equal("VM is locked");
      const [chain] = [...readChains(root).values()];
      expect(chain?.records.map(({ of, answer, task, before }) => [of, answer, task, before?.memory])).to.deep.equal([[undefined, undefined, undefined, 512], [1, "OK", "UPID:pve:1", undefined], [undefined, undefined, undefined, 512], [3, "VM is locked", undefined, undefined]]);
      expect(readFileSync(file(), "utf8")).to.not.contain("geheim");
    });

    it("has nothing done where it cannot be written: its chain is broken", async () => {
      await append(root, entry("start"));
      writeFileSync(file(), readFileSync(file(), "utf8").replace("start", "stop"));
      appendFileSync(file(), "");
      let asked = false;
      const error = await audited(operator(async () => ((asked = true), { ended: true, warnings: 0 })), root, now).run(order, watch).catch((one: Error) => one);
      expect([asked, (error as Error).message]).to.satisfy(([was, says]: [boolean, string]) => !was && says.includes("line 1 was changed"));
    });

    it("is not held up by the lock of a process that was killed", async () => {
      mkdirSync(join(root, ".proxmox/terraform"), { recursive: true });
      writeFileSync(join(root, ".proxmox/terraform/audit.lock"), "4194999");
      expect((await append(root, entry("start"))).n).to.equal(1);
    });
  });
});
