import { expect } from "chai";
import { mergeCode } from "../../../../generator/edit/merge/merge";
import { codeGrammar } from "../../../../generator/renew/grammar";

const stack = `import type { Construct } from "constructs";
import { ProxmoxProvider, ProxmoxStack } from "pmpc";
import { firewallRules } from "./cluster/firewall";

export class Home extends ProxmoxStack {
  constructor(scope: Construct) {
    super(scope, "home", { adopted: true });
    new ProxmoxProvider(this, { endpoint: "https://pve1.lan:8006" }); // token: PROXMOX_VE_API_TOKEN
    firewallRules(this);
  }
}
`;

const code = (rules: readonly string[], zone = "lab") => `import { FirewallRules, IpSet, SdnSimpleZone, SdnVnet, SecurityGroup } from "pmpc";
import type { Home } from "../cluster";

export function firewallRules(home: Home): void {
  const web = new SecurityGroup(home, "web", {
    rules: [{ direction: "in", action: "ACCEPT", macro: "HTTPS" }],
  });

  const admins = new IpSet(home, "admins", {
    entries: ["10.0.0.0/8"],
  });

  const lab = new SdnSimpleZone(home, "lab");

  const dmz = new SdnSimpleZone(home, "dmz");

  new SdnVnet(home, "net1", {
    zone: ${zone},
  });

  new SdnVnet(home, "net2", {
    zone: dmz,
  });

  new FirewallRules(home, "firewall-rules", {
    rules: [
${rules.map((one) => `      ${one},\n`).join("")}    ],
  });
}
`;

const ssh = '{ direction: "in", action: "ACCEPT", macro: "SSH", source: admins }';
const group = "{ securityGroup: web }";
const ping = '{ direction: "in", action: "ACCEPT", macro: "Ping" }';

const merge = (base: string, fresh: string, mine: string) => {
  const side = (text: string) => new Map([["cluster.ts", stack], ["cluster/firewall.ts", text]]);
  return mergeCode({ base: side(base), fresh: side(fresh), mine: side(mine) }, codeGrammar, () => false);
};

describe("a merge of what refers to constants", () => {
  it("refers to the construct behind a constant, and makes no other one of it", () => {
    const base = code([ssh, group, ping]);
    const mine = base.replace("10.0.0.0/8", "10.1.0.0/16");
    const merged = merge(base, code([group, ping, ssh]), mine);
    expect([[...merged.failed], merged.conflicts]).to.deep.equal([[], []]);
    const text = merged.files.get("cluster/firewall.ts")!;
    expect(text).to.match(/securityGroup: web,?\s*\}/).and.to.match(/source: admins,?\s*\}/).and.include("10.1.0.0/16");
    expect(text.match(/new SecurityGroup/g)).to.have.lengthOf(1);
    expect(text.indexOf("securityGroup: web")).to.be.lessThan(text.indexOf("source: admins"));
  });

  it("does so where the whole value is one, under the user's name for it", () => {
    const base = code([ping]);
    const merged = merge(base, code([ping], "dmz"), base.replaceAll("dmz =", "outer =").replaceAll("zone: dmz", "zone: outer"));
    expect([[...merged.failed], merged.conflicts]).to.deep.equal([[], []]);
    expect(merged.files.get("cluster/firewall.ts")!.match(/zone: outer/g)).to.have.lengthOf(2);
  });
});
