import { expect } from "chai";
import { clusterAnswers } from "../../../../lib/pve/file/cluster-file";
import { parseGuestFilePath } from "../../../../lib/pve/guest-config";
import { firewallAnswers } from "../../../../lib/pve/firewall/answer";
import { parseFirewall } from "../../../../lib/pve/firewall/text";
import { fixture, sharedFixture, whenAll } from "../../../support/fixture";
import { answerOf } from "../../../support/cluster-c";

interface Step {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly form?: unknown;
  readonly body: { readonly data?: unknown } | null;
  readonly after?: Readonly<Record<string, string | null>>;
}

const { files } = fixture<{ readonly files: Readonly<Record<string, string>> }>("cluster-c.json");
const recorded = sharedFixture<{ readonly scenes: readonly { readonly name: string; readonly before: Readonly<Record<string, string>>; readonly steps: readonly Step[] }[] }>("writes.json");

const guestsIn = (paths: Iterable<string>) => [...paths].flatMap((path) => parseGuestFilePath(path) ?? []);

/** A digest names the state of a file. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, part]) => key !== "digest" && part !== null).map(([key, part]) => [key, bare(part)]));
}

describe("a firewall, by its file", () => {
  it("answers what Proxmox VE answered in a recorded cluster, at every address", () => {
    const texts = new Map(Object.entries(files).flatMap(([path, text]) => (path.startsWith("/etc/pve/") ? [[path.slice("/etc/pve/".length), text] as const] : [])));
    const answers = [...clusterAnswers(texts, guestsIn(texts.keys()))].filter(([address]) => /\/firewall\/|\/qemu\/custom-cpu-models$|\/notifications\/|^\/nodes\/[^/]+\/config$/.test(address));
    expect(answers).to.have.lengthOf(39);
    const sorted = (value: unknown) => (Array.isArray(value) && !value.some((one) => (one as { readonly pos?: number }).pos !== undefined) ? [...(value as unknown[])].sort((a, b) => (JSON.stringify(nameOf(a)) < JSON.stringify(nameOf(b)) ? -1 : 1)) : value);
    const nameOf = (one: unknown) => (one as { readonly name?: string }).name;
    // A description that is empty is answered where there is a file without one.
    const told = (value: unknown) => (typeof value === "object" && value !== null && (value as { description?: string }).description === "" ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== "description")) : value);
    for (const [address, body] of answers) expect(sorted(bare(body)), address).to.deep.equal(sorted(told(bare(answerOf(address)))));
  });

  it(`answers what Proxmox VE answered after each recorded write${whenAll}`, function () {
    if (!recorded) return this.skip();
    let compared = 0;
    for (const { name, before, steps } of recorded.scenes) {
      const texts = new Map(Object.entries(before).map(([path, text]) => [path.replace(/^\//, ""), text]));
      for (const { method, path, status, form, body, after = {} } of steps) {
        for (const [file, text] of Object.entries(after)) {
          if (text === null) texts.delete(file.replace(/^\//, ""));
          else texts.set(file.replace(/^\//, ""), text);
        }
        if (method !== "GET" || status !== 200 || form !== undefined || !path.includes("/firewall/")) continue;
        const answers = new Map(firewallAnswers(texts, guestsIn(texts.keys()), []));
        if (!answers.has(path)) continue;
        compared++;
        expect(bare(answers.get(path)), `${name}: ${path}`).to.deep.equal(bare(body!.data));
      }
    }
    expect(compared).to.equal(15);
  });

  it("leaves out the lines that Proxmox VE does not understand, and keeps a rule with what is wrong with it", () => {
    const text = [
      "no section yet",
      "[OPTIONS]", "enable: 2", "POLICY_IN: drop", "policy_out: nothing", "log_ratelimit: burst=3", "nftables: 1",
      "[ALIASES]", "Lan 192.0.2.0/32 # one", "two  198.51.100.1", "range 192.0.2.1-192.0.2.9",
      "[IPSET Ops] # people", "dc/lan", "!192.0.2.7/32 #not", "192.0.2.7", "dc/none", "0.0.0.0/0", "some thing", "192.0.2.1-192.0.2.3", "[ipset x]", "192.0.2.8",
      "[RULES]", "IN ACCEPT -source nobody", "| IN ACCEPT", "in ssh(ACCEPT) -p tcp #", "IN ACCEPT -nope", "GROUP web -i vmbr0 -p tcp", "FORWARD REJECT", "IN ACCEPT -p tcp -dport x:y",
      "[GROUP Web]", "IN ACCEPT -i vmbr0", "[group much-too-long-for-a-group]", "IN DROP",
    ].join("\n");
    const answers = new Map(firewallAnswers(new Map([["firewall/cluster.fw", text]]), [], []));
    expect(answers.get("/cluster/firewall/options")).to.deep.equal({ enable: 0, policy_in: "DROP", log_ratelimit: "burst=3" });
    expect(answers.get("/cluster/firewall/aliases")).to.deep.equal([{ name: "Lan", cidr: "192.0.2.0", ipversion: 4, comment: "one" }]);
    expect(answers.get("/cluster/firewall/ipset")).to.deep.equal([{ name: "ops", comment: "people" }]);
    expect(answers.get("/cluster/firewall/ipset/ops")).to.deep.equal([
      { cidr: "dc/lan" }, { cidr: "192.0.2.7", nomatch: 1, comment: "not" },
      { cidr: "192.0.2.7", errors: { cidr: "duplicate ipset entry for '192.0.2.7'" } },
      { cidr: "dc/none", errors: { cidr: "no such alias 'none'" } },
      { cidr: "0.0.0.0/0", errors: { cidr: "a zero prefix is not allowed in ipset entries\n" } },
      { cidr: "192.0.2.1-192.0.2.3", errors: { cidr: "value does not look like a valid IP address or CIDR network" } },
    ]);
    expect(answers.get("/cluster/firewall/groups")).to.deep.equal([{ group: "web" }]);
    expect(answers.get("/cluster/firewall/groups/web")).to.deep.equal([{ type: "in", action: "ACCEPT", enable: 1, iface: "vmbr0", pos: 0, errors: { type: "parameter -i not allowed for this rule type" } }]);
    expect(answers.get("/cluster/firewall/rules")).to.deep.equal([
      { type: "in", action: "ACCEPT", enable: 1, source: "nobody", pos: 0, errors: { source: "no such alias 'nobody'" } },
      { type: "in", action: "ACCEPT", enable: 1, macro: "SSH", comment: "", proto: "tcp", pos: 1 },
      { type: "forward", action: "REJECT", enable: 1, pos: 2, errors: { action: "cannot define REJECT rules on forward chain" } },
      { type: "in", action: "ACCEPT", enable: 1, proto: "tcp", dport: "x:y", pos: 3 },
    ]);
  });

  it("is read from above: what is named before it is there is not found, in the cluster's own file and in that of a guest", () => {
    const cluster = [
      "[RULES]", "IN ACCEPT -source lan", "IN ACCEPT -dest +dc/ops", "IN ACCEPT -source early",
      "[GROUP web]", "IN ACCEPT -source dc/lan", "[IPSET first]", "lan",
      "[ALIASES]", "lan 192.0.2.0/24", "[IPSET ops]", "dc/lan", "[IPSET ops]", "dc/lan",
      "[GROUP db]", "IN ACCEPT -source dc/lan -dest +ops",
    ].join("\n").replace("[RULES]", "[ALIASES]\nearly 192.0.2.1\n[RULES]").concat("\n[ALIASES]\nearly 192.0.2.2\n");
    const guest = "[RULES]\nIN ACCEPT -source guest/own\nIN ACCEPT -source lan -dest +dc/ops\n[ALIASES]\nown 192.0.2.9\n[RULES]\nIN ACCEPT -source guest/own\n";
    const answers = new Map(firewallAnswers(new Map([["firewall/cluster.fw", cluster], ["firewall/101.fw", guest]]), [{ type: "qemu", vmId: 101, node: "pve1" }], []));
    const wrong = (address: string) => (answers.get(address) as readonly { readonly errors?: unknown }[]).map(({ errors = null }) => errors);
    expect(wrong("/cluster/firewall/rules")).to.deep.equal([{ source: "no such alias 'lan'" }, { dest: "no such ipset 'ops'" }, null]);
    expect(wrong("/cluster/firewall/groups/web")).to.deep.equal([{ source: "no such alias 'dc/lan'" }]);
    expect(wrong("/cluster/firewall/groups/db")).to.deep.equal([null]);
    expect(wrong("/cluster/firewall/ipset/first")).to.deep.equal([{ cidr: "no such alias 'lan'" }]);
    expect(wrong("/cluster/firewall/ipset/ops")).to.deep.equal([null]);
    expect(wrong("/nodes/pve1/qemu/101/firewall/rules")).to.deep.equal([{ source: "no such alias 'guest/own'" }, null, null]);
  });

  it("has no section that Proxmox VE does not know in such a file", () => {
    expect(parseFirewall("[RULES]\n[ALIASES]\nlan 192.0.2.1\n", "host").rules).to.deep.equal([{ type: "lan", action: "192.0.2.1", enable: 1 }]);
    expect(parseFirewall("[group x2]\nIN ACCEPT\n[OPTIONS]\nips: 1\nips_queues: 0:3\n", "guest")).to.deep.include({ rules: [], options: { ips: 1, ips_queues: "0:3" } });
  });

  it("of a guest that is gone is nobody's", () => {
    expect(firewallAnswers(new Map([["firewall/999.fw", "[RULES]\nIN ACCEPT\n"]]), [], [])).to.deep.equal([]);
  });
});
