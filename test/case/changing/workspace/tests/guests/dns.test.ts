// pmpc wrote this file once and will not change it: it is yours.
import { Testing } from "cdktf";
import { Template } from "pmpc/testing";
import { PveCluster } from "../../cluster";

describe("dns", () => {
  it("is declared", () => {
    const template = Template.fromStack(new PveCluster(Testing.app()));
    template.hasContainer("dns", { vmId: 104, node: "pve" });
  });
});
