import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { expect } from "chai";
import { Node, ProxmoxProvider, ProxmoxStack, VirtualMachine } from "../../constructs/index";
import { providerVersion } from "../../constructs/provider";
import { startSimulator } from "../../generator/simulator/simulator";
import type { Scenario } from "../../simulator/scenario";
import { exampleNames, runExample } from "../support/example";
import { converge, initialise, needProvider } from "./terraform";

/** Nodes as the examples find them: a cluster of two, the template 9000, the machine 110 made by hand, and storages for what they make. */
const cluster: Scenario = {
  name: "examples",
  files: {
    "nodes/pve1/qemu-server/9000.conf": "name: golden\ntemplate: 1\nscsihw: virtio-scsi-pci\nscsi0: local-lvm:base-9000-disk-0,size=8G\nnet0: virtio=BC:24:11:00:90:00,bridge=vmbr0\n",
    "nodes/pve2/qemu-server/120.conf": "name: spare\nscsihw: virtio-scsi-single\n",
    "nodes/pve1/qemu-server/110.conf":
      "name: nas\nonboot: 1\nostype: l26\ncores: 2\ncpu: host\nmemory: 4096\nscsihw: virtio-scsi-single\nscsi0: local-lvm:vm-110-disk-0,size=32G\nnet0: virtio=BC:24:11:00:01:10,bridge=vmbr0\n",
    "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent iso,vztmpl,import,backup\n\nlvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n\nzfspool: tank\n\tpool tank\n\tcontent images,rootdir\n",
    "corosync.conf": "totem {\n  cluster_name: lab\n}\n",
    "user.cfg": "",
    interfaces: "auto lo\niface lo inet loopback\n\nauto vmbr0\niface vmbr0 inet static\n\taddress 10.0.0.2/24\n\tgateway 10.0.0.1\n\tbridge-ports enp1s0\n\tbridge-stp off\n\tbridge-fd 0\n",
  },
};

/** What the examples' sensitive variables say. */
const secrets = { backup_password: "secret", dns_token: "secret" };

/** What would need a node's ssh, or the provider of something else. */
const elsewhere = ["k3s", "second-provider"];

describe("the examples, with the real provider", () => {
  before(async function () {
    await needProvider(this, providerVersion);
  });

  for (const name of exampleNames.filter((one) => !elsewhere.includes(one))) {
    it(`are made, change nothing then, and are destroyed: ${name}`, async () => {
      const simulator = await startSimulator({ scenario: cluster });
      const { folder, stack } = runExample(name);
      try {
        reach(stack, simulator.endpoint);
        await initialise(stack, providerVersion);
        expect(await converge(stack, simulator, "apply", secrets), "apply").to.deep.equal([]);
        unprotect(stack);
        expect(await converge(stack, simulator, "destroy", secrets), "destroy").to.deep.equal([]);
      } finally {
        await simulator.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  it("is a template with an agent, too, which never runs", async () => {
    const simulator = await startSimulator({ scenario: cluster });
    const outdir = mkdtempSync(join(tmpdir(), "pmpc-template-"));
    try {
      const app = new App({ outdir });
      const made = new ProxmoxStack(app, "lab");
      new ProxmoxProvider(made, { endpoint: "https://pve1.lan:8006" });
      new VirtualMachine(made, "base", { node: Node.fromName(made, "pve1"), template: true, agent: true, networkDevices: [{ bridge: "vmbr0" }] });
      app.synth();
      const stack = join(outdir, "stacks/lab");
      reach(stack, simulator.endpoint);
      await initialise(stack, providerVersion);
      expect(await converge(stack, simulator, "apply", {})).to.deep.equal([]);
    } finally {
      await simulator.close();
      rmSync(outdir, { recursive: true, force: true });
    }
  });
});

type Json = Record<string, unknown>;

function edit(stack: string, change: (terraform: { readonly provider: Record<string, Json[]>; readonly resource: Record<string, Record<string, Json>> }) => void): void {
  const path = join(stack, "cdk.tf.json");
  const terraform = JSON.parse(readFileSync(path, "utf8"));
  change(terraform);
  writeFileSync(path, JSON.stringify(terraform));
}

/** The simulator for the cluster that the example names, the stack's own folder for its state, and the provider at hand. */
function reach(stack: string, endpoint: string): void {
  edit(stack, (terraform) => {
    for (const provider of terraform.provider.proxmox!) provider.endpoint = endpoint;
    Object.assign(terraform, { terraform: { backend: { local: {} } } });
  });
}

function unprotect(stack: string): void {
  edit(stack, ({ resource }) => {
    for (const { lifecycle } of Object.values(resource).flatMap((of) => Object.values(of))) if (lifecycle) delete (lifecycle as Json).prevent_destroy;
  });
}
