import { expect } from "chai";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { Bridge } from "../../constructs/bridge";
import { Image } from "../../constructs/image";
import { Node } from "../../constructs/node";
import { Pool } from "../../constructs/pool";
import { ProxmoxStack } from "../../constructs/stack";
import { Storage } from "../../constructs/storage";
import { synthesise } from "../support/synthesis";

const within = (use: (stack: TerraformStack) => void): Record<string, string> => synthesise((app) => use(new ProxmoxStack(app, "home")));

describe("reference", () => {
  it("holds the one word that Terraform needs, and where rights are given on it", () => {
    within((stack) => {
      expect(Node.fromName(stack, "pve1")).to.deep.equal({ nodeName: "pve1", aclPath: "/nodes/pve1" });
      expect(Storage.fromName(stack, "local-lvm")).to.deep.equal({ datastoreId: "local-lvm", aclPath: "/storage/local-lvm" });
      expect(Bridge.fromName(stack, "vmbr0")).to.deep.equal({ bridgeName: "vmbr0", interfaceName: "vmbr0" });
      expect(Pool.fromName(stack, "customers/acme")).to.deep.equal({ poolId: "customers/acme", aclPath: "/pool/customers/acme" });
      expect(Image.fromVolume(stack, "local:iso/debian.iso")).to.deep.equal({ fileId: "local:iso/debian.iso" });
    });
  });

  it("may be asked for again, and takes up no name", () => {
    within((stack) => {
      expect(Node.fromName(stack, "pve1")).to.deep.equal(Node.fromName(stack, "pve1"));
      expect(stack.node.children).to.deep.equal([]);
    });
  });

  it("to an image takes what Terraform will know", () => {
    within((stack) => {
      const { stringValue } = new TerraformVariable(stack, "image", {});
      expect(Image.fromVolume(stack, stringValue)).to.deep.equal({ fileId: stringValue });
    });
  });
});
