import { expect } from "chai";
import type { GuestType } from "../../../../lib/pve/address";
import { parseGuestList } from "../../../../generator/source/shell/guest-list";
import { isTooStrict, parseConfig } from "../../../../generator/source/shell/guest-command";
import { parseJson } from "../../../../generator/source/shell/pvesh";
import { CommandError, demandSuccess, explainExit, type Ran } from "../../../../generator/transport/command-error";
import { fixture, oddGuests, whenAll, type Answers } from "../../../support/fixture";

interface Recorded {
  readonly argv: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

const { cli, http } = fixture<{ readonly cli: Readonly<Record<string, Recorded>>; readonly http: Answers }>("cluster-b.json");
const ranOf = ({ argv: [command = "", ...args], exit, stdout, stderr }: Recorded): Ran => ({ where: "pve", command, args, code: exit, stdout, stderr });

/** Lists and words in them come in any order from Proxmox VE; figures change between two questions. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !/^(?:uptime|cpu|mem|memhost|disk|disk(?:read|write)|net(?:in|out)|pressure\w+|swap|used|avail|total|used_fraction|maxdisk|ssl_fingerprint|pid)$/.test(key));
  return Object.fromEntries(kept.map(([key, item]): [string, unknown] => [key, key === "content" ? String(item).split(",").sort() : settled(item)]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("a recorded command", () => {
  const configs = Object.entries(cli).flatMap(([line, recorded]) => {
    const [, tool, vmId] = /^(pct|qm) config (\d{3,})$/.exec(line) ?? [];
    return tool === undefined || recorded.exit !== 0 ? [] : [{ line, recorded, type: (tool === "qm" ? "qemu" : "lxc") as GuestType, vmId }];
  });

  it("that prints a configuration gives what the API answers", () => {
    expect(configs).to.have.lengthOf(15);
    for (const { line, recorded, type, vmId } of configs) {
      const { digest: _, ...answer } = http[`/nodes/pve/${type}/${vmId}/config`]!.body!.data as Record<string, unknown>;
      expect(parseConfig(type, ranOf(recorded)), line).to.deep.equal(answer);
    }
  });

  it(`does so for each of Proxmox's own test configurations${whenAll}`, function () {
    if (!oddGuests) return this.skip();
    let strict = 0;
    for (const type of ["qemu", "lxc"] as const) {
      for (const [name, guest] of Object.entries(oddGuests[type] as Readonly<Record<string, { readonly http: Answers; readonly cli: Readonly<Record<string, Omit<Recorded, "argv">>> }>>)) {
        const { digest: _, ...answer } = guest.http.config!.body!.data as Record<string, unknown>;
        const ran = ranOf({ argv: [type, "config"], ...guest.cli.config! });
        if (isTooStrict(ran)) strict++;
        else expect(parseConfig(type, ran), `${type} ${name}`).to.deep.equal(answer);
      }
    }
    // The API answers what pct refuses to print.
    expect(strict).to.equal(44);
  });

  it("that lists guests gives the rows of the API", () => {
    for (const [line, type] of [["pct list", "lxc"], ["qm list", "qemu"]] as const) {
      const rows = http[`/nodes/pve/${type}`]!.body!.data as Record<string, unknown>[];
      const expected = rows.map(({ vmid, status, name }) => ({ type, vmid, status, name })).sort((a, b) => Number(a.vmid) - Number(b.vmid));
      expect(parseGuestList(type, ranOf(cli[line]!)), line).to.deep.equal(expected);
    }
  });

  it("of pvesh gives what the API answers", () => {
    const lines = Object.entries(cli).filter(([line, { exit }]) => /^pvesh get \S+ --output-format json$/.test(line) && exit === 0);
    expect(lines).to.have.lengthOf.above(10);
    for (const [line, recorded] of lines) {
      const answer = http[line.split(" ")[2]!]!;
      expect(settled(parseJson(ranOf(recorded))), line).to.deep.equal(settled(answer.body!.data));
    }
  });

  it("that fails is one of six errors, with its words", () => {
    const failures = Object.entries(cli).filter(([, { exit }]) => exit !== 0);
    expect(failures).to.have.lengthOf.above(20);
    const kinds = failures.map(([line, recorded]) => {
      const error = explainExit(ranOf(recorded));
      expect(error.output, line).to.equal(recorded.stderr.trim().slice(0, 4000) + (recorded.stderr.trim().length > 4000 ? "…" : ""));
      expect(error.exitCode, line).to.equal(recorded.exit);
      return `${line}: ${error.code}`;
    });
    expect(kinds).to.include.members([
      "(as nobody) pct list: permission-denied",
      "(as nobody) pvesh get /version --output-format json: permission-denied",
      "pct list --output-format json: command-failed",
      "pct config: command-failed",
      "pct config abc: command-failed",
      "pct frobnicate: command-failed",
      "pvesh get /nosuch --output-format json: command-failed",
      "pct config 99999: operation-failed",
      "pvesh get /nodes/pve/qemu/99999/config --output-format json: operation-failed",
      "qm config 110 --snapshot nosuch: operation-failed",
    ]);
  });
});

describe("output that is not what it should be", () => {
  const ran = (stdout: string): Ran => ({ where: "node", command: "pvesh", args: ["get", "/version"], code: 0, stdout, stderr: "perl: warning: Setting locale failed.\n" });
  const said = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      expect(error).to.be.instanceOf(CommandError).and.to.have.property("code", "invalid-output");
      return (error as CommandError).message.split("\n")[0]!.replace("pvesh get /version on node: ", "");
    }
    throw new Error("it was taken");
  };

  it("is reported with its line, never guessed", () => {
    expect(said(() => parseJson(ran("")))).to.equal("it printed nothing");
    expect(said(() => parseJson(ran('Welcome to pve\n{"version":"9.2"}\n')))).to.equal('it printed something other than JSON, line 1: "Welcome to pve"');
    expect(said(() => parseJson(ran('\n[1]\nLogout\n')))).to.equal('it printed something else after its answer, line 3: "Logout"');
    expect(said(() => parseJson(ran('{"version":\n"9.')))).to.equal('its answer is not complete JSON; it ends with, line 2: "\\"9."');
    expect(said(() => parseConfig("lxc", ran("arch: amd64\nLast login: today\n*** Welcome ***\n")))).to.equal('it printed a line that is not a setting, line 2: "Last login: today"');
    expect(said(() => parseConfig("lxc", ran("")))).to.equal("it printed no settings");
    const head = cli["pct list"]!.stdout.split("\n")[0]!;
    expect(said(() => parseGuestList("lxc", ran("VMID       Status     Owner        Lock         Name\n")))).to.match(/^its table does not begin as expected, line 1/);
    expect(said(() => parseGuestList("lxc", ran(`${head}\n200        running                 adguard\n201        runn`)))).to.equal('a line of its table is not as expected, line 3: "201        runn"');
    expect(said(() => parseGuestList("qemu", ran("Welcome\n")))).to.match(/line 1: "Welcome"/);
  });

  it("may have blanks, locks, or no guest at all", () => {
    const head = cli["pct list"]!.stdout.split("\n")[0]!;
    expect(parseGuestList("lxc", ran(`${head}\n200        stopped    backup       a name of its own\n`))).to.deep.equal([{ type: "lxc", vmid: 200, status: "stopped", lock: "backup", name: "a name of its own" }]);
    expect(parseGuestList("qemu", ran(`${cli["qm list"]!.stdout.split("\n")[0]!}\n      1003 VM 1003              stopped    512                0.00 0         \n`))).to.deep.equal([{ type: "qemu", vmid: 1003, status: "stopped", name: "VM 1003" }]);
    expect(parseGuestList("lxc", ran(""))).to.deep.equal([]);
  });

  it("does not include what is said beside it", () => {
    expect(parseJson(ran('{"version":"9.2"}\n'))).to.deep.equal({ version: "9.2" });
    expect(demandSuccess(ran("x")).stdout).to.equal("x");
  });
});
