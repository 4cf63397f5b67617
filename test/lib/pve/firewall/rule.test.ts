import { expect } from "chai";
import { firewallAnswers } from "../../../../lib/pve/firewall/answer";

/** What Proxmox VE's own parser made of each line below `[RULES]`: what is wrong, by setting; undefined where the line is not taken at all. */
const recorded: Readonly<Record<string, readonly string[] | undefined>> = {
  "IN SSH(ACCEPT) -source 10.0.0.0/24": [],
  "IN ACCEPT -source 10.0.0.7/24": ["source"],
  "IN ACCEPT -source fd00::1/64": ["source"],
  "IN ACCEPT -source 10.1": [],
  "IN ACCEPT -source 10/8": [],
  "IN ACCEPT -source 10.0.0.0/255.255.255.0": [],
  "IN ACCEPT -source 10.0.0.1-10.0.0.9": [],
  "IN ACCEPT -source 10.0.0.9-10.0.0.1": ["source"],
  "IN ACCEPT -source 10.0.0.1-fd00::1": ["source"],
  "IN ACCEPT -source 10.0.0.0/24,10.0.1.0/24": [],
  "IN ACCEPT -source 1.2.3.4/0": ["source"],
  "IN ACCEPT -source 0.0.0.0/0": [],
  "IN ACCEPT -source fd00::1-fd00::5": [],
  "IN ACCEPT -source 256.1.1.1": ["source"],
  "IN ACCEPT -source lan": [],
  "IN ACCEPT -source lan -dest fd00::1": ["dest"],
  "IN ACCEPT -source fd00::1 -dest lan": undefined,
  "IN ACCEPT -p icmpv6 -source lan": undefined,
  "IN ACCEPT -p icmp -source lan": [],
  "IN SSH(ACCEPT) -p tcp": [],
  "IN SSH(ACCEPT) -p udp": ["proto"],
  "IN DNS(ACCEPT) -p tcp": ["proto"],
  "IN SSH(ACCEPT) -p tcp -dport 2222": ["dport"],
  "IN Ping(ACCEPT) -source fd00::1": [],
  "IN Ping(ACCEPT) -p icmpv6": [],
  "IN Ping(ACCEPT) -p icmp": [],
  "IN DHCPv6(ACCEPT) -source 10.0.0.1": [],
  "IN DHCPv6(ACCEPT) -p tcp": ["proto"],
  "IN ACCEPT -sport 0": [],
  "GROUP nine": [],
  "GROUP SSH(ACCEPT)": ["action"],
  "FOO ACCEPT": ["type"],
};

describe("a rule of the firewall", () => {
  it("has wrong what Proxmox VE finds wrong with it, and is not taken where Proxmox VE does not take it", () => {
    for (const [line, wrong] of Object.entries(recorded)) {
      const answers = new Map(firewallAnswers(new Map([["firewall/cluster.fw", `[ALIASES]\nlan 10.0.0.0/24\n[RULES]\n${line}\n`]]), [], []));
      const [rule] = answers.get("/cluster/firewall/rules") as readonly { readonly errors?: object }[];
      expect(rule && Object.keys(rule.errors ?? {}), line).to.deep.equal(wrong);
    }
  });
});
