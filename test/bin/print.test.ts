import { expect } from "chai";
import { print, printProblem } from "../../bin/cli/print";
import type { ResourceReport } from "../../generator/judge/grading";
import { advice } from "../../generator/emit/docs/markdown";
import { viewPlan } from "../../generator/judge/plan-view";
import { fact, facts } from "../../generator/engine/view";

const refused = (name: string, reason: string): ResourceReport => ({
  address: `proxmox_virtual_environment_vm.${name}`, name, grade: "refused", importing: false, changes: [], cause: "way", reason,
});
const away = (name: string, vmId: number) =>
  refused(name, `error retrieving VM ${vmId}: failed to perform HTTP GET request (path: nodes/pve2/qemu/${vmId}/config) - Reason: received an HTTP 595 response`);

describe("a line of advice on a narrow terminal", () => {
  const command = `pveum acl modify / --users 'auditor@pve' --tokens 'auditor@pve!pmpc' --roles PVEAuditor,PmpcImport`;
  const sentence = "run it again when the node is back; the guests of other nodes do not wait for it";

  it("is broken at words where it is a sentence, and left whole where it is a command", async () => {
    expect(await print([facts(fact("rights", "some are lacking", { below: [sentence, command] }))], 60)).to.equal(
      ["  rights      some are lacking", "              run it again when the node is back; the guests", "              of other nodes do not wait for it", `              ${command}`].join("\n"),
    );
    expect(await printProblem("it failed", command, 60)).to.equal(`pmpc: it failed\n  ${command}`);
    const begins = "pmpc status shows it, and pmpc sync reads the cluster again; --out names another folder";
    expect(await printProblem("it failed", begins, 60)).to.equal("pmpc: it failed\n  pmpc status shows it, and pmpc sync reads the cluster\n  again; --out names another folder");
    const quoted = "qm set 100 --description 'the first, and the last; of all' --onboot 1 --tags web";
    expect(await printProblem("it failed", quoted, 60)).to.equal(`pmpc: it failed\n  ${quoted}`);
  });

  it("is in code font in a report where it is a command, each command for itself", () => {
    expect(advice(`${command}\npvesm status`)).to.equal(`\`${command}\`<br>\`pvesm status\``);
    expect(advice(sentence)).to.equal(sentence);
  });
});

describe("a printed plan", () => {
  it("says once what keeps the provider from many guests", async () => {
    const resources = [away("a", 101), refused("b", "another reason"), away("c", 103), away("d", 104), away("e", 105)];
    expect(await print(viewPlan({ resources, problems: [] }))).to.equal(
      [
        "  refused     4 resources",
        "              proxmox_virtual_environment_vm.a, proxmox_virtual_environment_vm.c, proxmox_virtual_environment_vm.d, proxmox_virtual_environment_vm.e",
        "              received an HTTP 595 response",
        "",
        "  refused     proxmox_virtual_environment_vm.b",
        "              another reason",
        "",
        "  plan        5 refused",
      ].join("\n"),
    );
  });

  it("says of a few what kept it from each", async () => {
    const printed = await print(viewPlan({ resources: [away("a", 101), away("b", 102)], problems: [] }));
    expect(printed.match(/nodes\/pve2\/qemu\/10[12]\/config/g)).to.have.lengthOf(2);
  });

  it("says what is not decided, and what becomes of it", async () => {
    expect(await print(viewPlan({ resources: [], problems: [], undecided: ["guests/pve.ts.conflict"] }))).to.contain(
      ["  not decided guests/pve.ts.conflict", "              you and the cluster have changed the same values, and an apply puts yours on the cluster", "              pmpc resolve shows both and takes either"].join("\n"),
    );
  });

  it("says that a locked container waits, and not what it waits with", async () => {
    const resource: ResourceReport = {
      address: "proxmox_virtual_environment_container.db", key: "lxc/200", name: "db", grade: "state only", importing: false, locked: "backup", reason: "it is locked (backup)",
      changes: [{ prop: "timeoutStart", attribute: "timeout_start", before: null, after: 300, grade: "state only", says: "only a record" }],
    };
    expect(await print(viewPlan({ resources: [resource], problems: [] }))).to.equal("  waits       container 200 db\n              it is locked (backup)\n\n  plan        1 state only");
  });
});

describe("a printed view", () => {
  it("sets blocks apart where something is below one of them", async () => {
    const block = (title: string, ...rows: string[][]) => ({ mark: "forget", title, rows, below: [] });
    expect(await print([{ is: "blocks", blocks: [block("pool k3s"), block("pool infra"), block("vm 101", ["memory", "2048"]), block("vm 102")] }])).to.equal(
      ["  forget      pool k3s", "  forget      pool infra", "", "  forget      vm 101", "              memory  2048", "", "  forget      vm 102"].join("\n"),
    );
  });

  it("has the columns of a table that do not fit below their row", async () => {
    const table = { is: "table" as const, head: ["id", "status", "memory", "uptime"], rows: [["node01", "online", "26 of 64 GiB", "117 days"], ["n2", "offline", "", ""]] };
    expect(await print([table], 40)).to.equal(["  id      status   memory", "      uptime", "  node01  online   26 of 64 GiB", "      117 days", "  n2      offline"].join("\n"));
    expect(await print([table], 60)).to.include("26 of 64 GiB  117 days").and.not.include("\n      ");
    const long = { is: "table" as const, head: ["id", "tags"], rows: [["node01", "one, two, three, four, five, six, seven, eight"]] };
    expect(await print([long], 40)).to.equal(["  id", "      tags", "  node01", "      one, two, three, four, five, six,", "      seven, eight"].join("\n"));
    expect(await print([table]), "to a file").to.include("26 of 64 GiB  117 days");
  });

  it("wraps at words, and what goes on is below its text", async () => {
    const text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
    const printed = await print([facts(fact("imported", text, { amount: 12 }), fact("yours", "a file", { below: [text] }))], 60);
    expect(printed).to.equal(
      [
        "  imported       12   one two three four five six seven",
        "                      eight nine ten eleven twelve thirteen",
        "                      fourteen",
        "  yours               a file",
        "                      one two three four five six seven",
        "                      eight nine ten eleven twelve thirteen",
        "                      fourteen",
      ].join("\n"),
    );
    expect(printed.split("\n").every((line) => line.length <= 60)).to.equal(true);
  });

  it("of a problem wraps as well, and its hints are commands of their own lines", async () => {
    const printed = await printProblem("the guest web has a disk on a storage that this node does not know of", "run it on another node\npvesm status", 40);
    expect(printed).to.equal("pmpc: the guest web has a disk on a\n      storage that this node does not\n      know of\n  run it on another node\n  pvesm status");
  });

  it("is plain and whole where nothing says how wide it may be", async () => {
    expect(await print([{ is: "notes", notes: ["x ".repeat(200).trim()] }])).to.equal(`  note        ${"x ".repeat(200).trim()}`);
  });

  it("lines up texts of wide characters, and shows what would move the cursor", async () => {
    expect(await print([{ is: "table", head: ["NAME", "ID"], rows: [["東京", "1"], ["\u001b[2Jab", "2"]] }])).to.equal("  NAME         ID\n  東京         1\n  \\u001b[2Jab  2");
  });
});
