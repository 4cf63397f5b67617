import { expect } from "chai";
import { demoTokens } from "../../simulator/demo-token";
import { askerOf, small } from "./asker";

describe("newcomers' tokens", () => {
  const auditor = "user:auditor@pve:1:0::::::\nacl:0:/vms/100:auditor@pve:PVEAuditor:\n";
  const guests = { "nodes/pve/lxc/100.conf": "memory: 1\n", "nodes/pve/lxc/101.conf": "memory: 1\n" };
  const seen = (files: Record<string, string>, token: string) =>
    askerOf(small({ ...guests, ...files }))
      .data<{ id: string }[]>("/cluster/resources?type=vm", token)
      .map(({ id }) => id);

  it("open every cluster, one without users, too", () => {
    for (const token of Object.values(demoTokens)) expect(seen({}, token)).to.deep.equal(["lxc/100", "lxc/101"]);
  });

  it("leave an auditor who is there already the rights he has", () => {
    expect(seen({ "user.cfg": auditor }, demoTokens.auditor)).to.deep.equal(["lxc/100"]);
    expect(seen({ "user.cfg": auditor }, demoTokens.root)).to.have.lengthOf(2);
  });
});
