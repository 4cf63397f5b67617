import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { TerraformStack } from "cdktf";
import { BootSource, Bridge, Container, Image, Pool, ProxmoxProvider, ProxmoxStack, Size, VirtualMachine } from "../../constructs/index";
import { exampleNames, runExample } from "../support/example";
import { synthesise } from "../support/synthesis";

function textOf(name: string, plain: boolean): string {
  const { folder, stack } = runExample(name, { plain });
  try {
    return readFileSync(join(stack, "cdk.tf.json"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Three hundred guests as people have them, in two kinds. */
function crowd(Stack: typeof TerraformStack): string {
  const { home } = synthesise((app) => {
    const stack = new Stack(app, "home");
    new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
    const bridge = new Bridge(stack, "vmbr1", { node: "pve1" });
    const pool = new Pool(stack, "prod");
    const image = new Image(stack, "debian", { node: "pve1", storage: "local", url: "https://example.org/debian.qcow2" });
    for (let at = 0; at < 300; at++) {
      const common = { vmId: 1000 + at, node: `pve${at % 3}`, pool, onBoot: at % 2 === 0, description: `guest \${${at}} 1e${at}`, tags: ["a", `t${at % 7}`] };
      if (at % 3 === 0) {
        const networkInterfaces = [{ name: "eth0", bridge, ip: `10.0.${at >> 8}.${at & 255}/16` }];
        new Container(stack, `ct-${at}`, { ...common, operatingSystem: "debian", memory: Size.gibibytes(1), rootDisk: { storage: "tank", size: Size.gibibytes(8) }, networkInterfaces });
      } else {
        const disks = [{ interface: "scsi1", storage: "tank", size: Size.gibibytes(at + 1), ssd: true }];
        new VirtualMachine(stack, `vm-${at}`, { ...common, boot: BootSource.fromImage(image), memory: Size.gibibytes(2), cpu: { cores: 2 }, disks, networkDevices: [{ bridge, vlanId: 10 }] });
      }
    }
  });
  return home!;
}

describe("a ProxmoxStack and a plain one", () => {
  for (const name of exampleNames) {
    it(`write the example ${name} alike, to the byte`, () => expect(textOf(name, false)).to.equal(textOf(name, true)));
  }

  it("write three hundred guests alike, to the byte", () => {
    const [ours, plain] = [crowd(ProxmoxStack), crowd(TerraformStack)];
    expect(ours === plain).to.equal(true);
    expect(Object.keys(JSON.parse(ours).resource.proxmox_virtual_environment_vm)).to.have.lengthOf(200);
  });
});
