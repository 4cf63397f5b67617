import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { RehearsalReport } from "../../generator/rehearse/report";
import { stagesOf, type SceneFile } from "../../generator/simulator/scene/scene";
import { volumesIn } from "../../generator/simulator/scene/volumes";
import { scenarioOf } from "../../generator/simulator/folder";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { fixture, sharedFixture } from "../support/fixture";
import { newFolder, pmpc, remove } from "../bin/command";
import { needProvider } from "./terraform";

type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBbYlPK3kWUuLXS1ALXtGJGEnZAQKHnsZ6nFV1l0v8tO ann@example.com";
const template = { template_file_id: "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz", type: "debian" };

/** A network card in Terraform's JSON: what is not said has to be null there. */
function card(more: object = {}): readonly object[] {
  const nothing = Object.fromEntries("disconnected enabled firewall mac_address model mtu queues rate_limit trunks vlan_id".split(" ").map((name) => [name, null]));
  return [{ ...nothing, bridge: "vmbr0", ...more }];
}

/** What the configurations of the recorded scenes say, in Terraform's JSON. */
const codeOf: Readonly<Record<string, (step: 1 | 2) => Resources>> = {
  "vm and container": (step) => ({
    proxmox_virtual_environment_vm: {
      vm: {
        node_name: "pve",
        vm_id: 600,
        name: step === 1 ? "tf-vm" : "tf-vm-2",
        description: "made by terraform",
        tags: ["terraform", "web"],
        started: false,
        on_boot: step === 1,
        scsi_hardware: "virtio-scsi-single",
        cpu: { cores: step === 1 ? 2 : 3, type: "x86-64-v2-AES" },
        memory: { dedicated: step === 1 ? 1024 : 2048 },
        agent: { enabled: true },
        disk: [
          { datastore_id: "local", interface: "scsi0", size: step === 1 ? 8 : 10, iothread: true, discard: "on", file_format: "raw" },
          ...(step === 1 ? [] : [{ datastore_id: "local", interface: "scsi1", size: 1, file_format: "raw" }]),
        ],
        network_device: card({ mac_address: "BC:24:11:60:00:01", ...(step === 1 ? {} : { vlan_id: 20 }) }),
        initialization: { datastore_id: "local", ip_config: { ipv4: { address: "192.0.2.50/24", gateway: "192.0.2.1" } }, user_account: { username: "ann", password: "secret1", keys: [key] } },
        operating_system: { type: "l26" },
        serial_device: {},
      },
    },
    proxmox_virtual_environment_container: {
      ct: {
        node_name: "pve",
        vm_id: 601,
        description: "made by terraform",
        tags: ["terraform"],
        started: false,
        unprivileged: true,
        cpu: { cores: step },
        memory: { dedicated: step === 1 ? 512 : 768 },
        disk: { datastore_id: "local", size: 2 },
        initialization: { hostname: step === 1 ? "tf-ct" : "tf-ct-2", ip_config: { ipv4: { address: "dhcp" } }, user_account: { password: "secret1" } },
        network_interface: { name: "eth0", bridge: "vmbr0" },
        operating_system: template,
        features: { nesting: true },
      },
    },
  }),
  templates: (step) => ({
    proxmox_virtual_environment_pool: { p: { pool_id: "tfpool", comment: step === 1 ? "one" : "two" } },
    proxmox_virtual_environment_vm: {
      tpl: { node_name: "pve", vm_id: 610, name: "tpl", template: true, started: false, disk: { datastore_id: "local", interface: "scsi0", size: 2, file_format: "qcow2" }, network_device: card() },
      clone: {
        node_name: "pve",
        vm_id: 611,
        name: step === 1 ? "cloned" : "cloned-2",
        started: false,
        pool_id: "${proxmox_virtual_environment_pool.p.pool_id}",
        clone: { vm_id: "${proxmox_virtual_environment_vm.tpl.vm_id}", full: true },
        cpu: { cores: 2 },
        memory: { dedicated: 512 },
        disk: { datastore_id: "local", interface: "scsi0", size: step === 1 ? 4 : 5, file_format: "qcow2" },
        network_device: card(),
      },
      linked: { node_name: "pve", vm_id: 612, name: "linked", started: step === 2, stop_on_destroy: true, clone: { vm_id: "${proxmox_virtual_environment_vm.tpl.vm_id}", full: false }, memory: { dedicated: 256 } },
      efi: {
        node_name: "pve",
        vm_id: 614,
        name: "imported",
        started: false,
        bios: "ovmf",
        machine: "q35",
        efi_disk: { datastore_id: "local", type: "4m", pre_enrolled_keys: true },
        tpm_state: { datastore_id: "local", version: "v2.0" },
        disk: { datastore_id: "local", interface: "virtio0", import_from: "local:import/cloud.qcow2", size: 4 },
        cdrom: { file_id: "local:iso/debian-13.iso" },
        network_device: card(),
      },
    },
    proxmox_virtual_environment_firewall_options: { fo: { node_name: "pve", vm_id: "${proxmox_virtual_environment_vm.clone.vm_id}", enabled: true, input_policy: "DROP", dhcp: step === 1 } },
    proxmox_virtual_environment_haresource: { h: { resource_id: "vm:${proxmox_virtual_environment_vm.clone.vm_id}", state: step === 1 ? "stopped" : "ignored", comment: "tf" } },
    proxmox_virtual_environment_container: {
      ct: {
        node_name: "pve",
        vm_id: 613,
        started: step === 2,
        unprivileged: true,
        disk: { datastore_id: "local", size: 1 },
        mount_point: { volume: "local", size: "1G", path: "/data" },
        initialization: { hostname: "ct" },
        network_interface: { name: "eth0", bridge: "vmbr0" },
        operating_system: template,
      },
    },
    proxmox_virtual_environment_network_linux_bridge: { b: { node_name: "pve", name: "vmbr7", address: step === 1 ? "198.51.100.1/24" : "198.51.100.2/24", comment: "tf" } },
  }),
};

const appOf = (resource: Resources) => `import { App, TerraformStack } from "cdktf";
const app = new App();
const stack = new TerraformStack(app, "recorded");
stack.addOverride("terraform.required_providers.proxmox", { source: "bpg/proxmox", version: "${providerVersion}" });
stack.addOverride("provider.proxmox", [{}]);
stack.addOverride("resource", ${JSON.stringify(resource)});
app.synth();
`;

const madeUp = /\b(?:[\dA-F]{2}:){5}[\dA-F]{2}\b|\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\bctime=\d+/gi;
const alike = (text: string | undefined) => text?.replace(madeUp, "(made up)").replace(/(media=cdrom),size=\w+/, "$1").replace(/^cipassword: .*$/m, "cipassword: (hidden)");
const guests = (files: Readonly<Record<string, string>>) => Object.entries(files).filter(([path]) => /\/(qemu-server|lxc)\/6\d\d\.conf$/.test(path));

describe("a rehearsal of what was recorded from Proxmox VE", function () {
  this.timeout(600_000);
  const scenes = sharedFixture<SceneFile>("writes.json") ?? fixture<SceneFile>("writes.json");
  const stages = stagesOf(scenes);
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, providerVersion, "terraform");
  });
  beforeEach(() => void (folder = newFolder()));
  afterEach(async () => {
    await simulator?.close();
    remove(folder);
  });

  async function run<R = unknown>(...args: string[]): Promise<{ readonly code: number; readonly report: R; readonly text: string }> {
    const { code, stdout, stderr } = await pmpc([...args, "--json"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root, TERRAFORM_BINARY_NAME: "terraform" });
    return { code, report: JSON.parse(stdout) as R, text: stdout + stderr };
  }
  const importAll = async () => {
    const { code, text } = await run("import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--out", ".", "--no-verify", "--exclude", "vmid=600-699");
    expect(code, text).to.be.oneOf([0, 2]);
  };

  for (const [series, code] of Object.entries(codeOf)) {
    const at = (phase: string) => scenes.scenes.findIndex(({ name }) => name.startsWith(`terraform (${series}`) && name.endsWith(phase));
    const isThere = at("create") >= 0;
    it(`gives the files of "${series}"${isThere ? "" : " (skipped: PMPC_FIXTURES is not set)"}`, async function () {
      if (!isThere) return this.skip();
      const beforeAll = Object.fromEntries(Object.entries(stages[at("create")]!.before).map(([path, text]) => [path.replace(/^\/etc\/network\//, "nodes/pve/").replace(/^\//, ""), text]));
      simulator = await startSimulator({ scenario: { ...scenarioOf("recorded", beforeAll), volumes: volumesIn(scenes) } });
      await importAll();
      for (const [phase, resources] of [["create", code(1)], ["in-place update", code(2)]] as const) {
        writeFileSync(join(folder, "main.ts"), appOf(resources));
        const { report, text } = await run<RehearsalReport>("rehearse");
        expect([report.passed, report.refused], text).to.deep.equal([true, []]);
        const expected = guests(stages[at(phase) + 1]!.before);
        const found = new Map(report.guests.map(({ key, after }) => [Number(key.split("/")[1]), after]));
        for (const [path, recorded] of expected) {
          const vmId = Number(/(\d+)\.conf$/.exec(path)![1]);
          const untouched = simulator.cluster.guests().includes(vmId) && !found.has(vmId) ? simulator.cluster.text(vmId) : undefined;
          expect(alike(found.get(vmId) ?? untouched), `${phase}: ${path}`).to.equal(alike(recorded));
        }
        // What is done on the cluster itself is what the next phase begins with.
        const applied = await run("apply", "--yes");
        expect(applied.text).not.to.match(/apply-cut-off|unknown-type/);
        await importAll();
      }
      writeFileSync(join(folder, "main.ts"), appOf({}));
      const { report, text } = await run<RehearsalReport>("rehearse");
      expect(report.passed, text).to.equal(true);
      expect(report.guests.filter(({ became }) => became === "destroyed").map(({ key }) => Number(key.split("/")[1])).sort()).to.deep.equal(guests(stages[at("in-place update") + 1]!.before).map(([path]) => Number(/(\d+)\.conf$/.exec(path)![1])).sort());
    });
  }
});
