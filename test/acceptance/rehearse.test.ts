import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { RehearsalReport } from "../../generator/rehearse/report";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { scenarioOf } from "../../generator/simulator/folder";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, remove } from "../bin/command";
import { ask } from "../generator/simulator/client";
import { needProvider } from "./terraform";

const bridge = (address: string) => `auto vmbr0\niface vmbr0 inet static\n\taddress ${address}/24\n\tbridge-ports none\n\tbridge-stp off\n\tbridge-fd 0\n\nauto vmbr1\niface vmbr1 inet manual\n\tbridge-ports none\n\tbridge-stp off\n\tbridge-fd 0\n`;
const machine = (vmId: number, name: string, more: Readonly<Record<string, string>> = {}) => {
  const lines = {
    agent: "0",
    boot: "order=scsi0",
    cores: "2",
    cpu: "x86-64-v2-AES",
    memory: "2048",
    name,
    net0: `virtio=BC:24:11:00:${String(vmId).padStart(4, "0").slice(0, 2)}:${String(vmId).slice(-2)},bridge=vmbr0`,
    onboot: "1",
    ostype: "l26",
    scsi0: `shared:${vmId}/vm-${vmId}-disk-0.qcow2,discard=on,size=8G`,
    scsihw: "virtio-scsi-single",
    smbios1: `uuid=00000000-0000-4000-8000-00000000${String(vmId).padStart(4, "0")}`,
    ...more,
  };
  return Object.entries(lines).map(([key, value]) => `${key}: ${value}\n`).sort().join("");
};
const container = (vmId: number, hostname: string, more: Readonly<Record<string, string>> = {}) => {
  const lines = {
    arch: "amd64",
    cores: "1",
    features: "nesting=1",
    hostname,
    memory: "512",
    net0: `name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:02:${String(vmId).slice(-2)},ip=dhcp,type=veth`,
    onboot: "1",
    ostype: "debian",
    rootfs: `local-lvm:vm-${vmId}-disk-0,size=4G`,
    swap: "512",
    tags: "lab",
    unprivileged: "1",
    ...more,
  };
  return Object.entries(lines).flatMap(([key, value]) => (value === "" ? [] : [`${key}: ${value}\n`])).sort().join("");
};

/** Two nodes with a shared storage, and a guest for each change. */
const lab = {
  ...scenarioOf("lab", {
    "corosync.conf": "nodelist {\n  node {\n    name: pve1\n    nodeid: 1\n    ring0_addr: 192.0.2.11\n  }\n  node {\n    name: pve2\n    nodeid: 2\n    ring0_addr: 192.0.2.12\n  }\n}\n\ntotem {\n  cluster_name: lab\n}\n",
    "nodes/pve1/interfaces": bridge("192.0.2.11"),
    "nodes/pve2/interfaces": bridge("192.0.2.12"),
    "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent iso,vztmpl,backup,snippets,import\n\nlvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent images,rootdir\n\nnfs: shared\n\tpath /mnt/pve/shared\n\tserver 192.0.2.1\n\texport /tank\n\tcontent images,rootdir\n",
    "user.cfg": "pool:team::100:\n",
    "nodes/pve1/qemu-server/100.conf": machine(100, "web"),
    "nodes/pve1/qemu-server/101.conf": machine(101, "files", { scsi0: "local-lvm:vm-101-disk-0,discard=on,size=8G" }),
    "nodes/pve1/qemu-server/102.conf": machine(102, "router"),
    "nodes/pve1/qemu-server/103.conf": machine(103, "traveller", { onboot: "0" }),
    "nodes/pve1/qemu-server/104.conf": machine(104, "golden", { onboot: "0" }),
    "nodes/pve1/qemu-server/900.conf": machine(900, "base", { onboot: "0", scsi0: "shared:900/base-900-disk-0.qcow2,discard=on,size=8G", template: "1" }),
    "nodes/pve1/lxc/200.conf": container(200, "dns", { mp0: "local-lvm:vm-200-disk-1,mp=/srv,size=2G" }),
    "nodes/pve1/lxc/201.conf": container(201, "old"),
    "nodes/pve2/lxc/202.conf": container(202, "box", { features: "" }),
  }),
  volumes: [{ id: "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst", size: 2 ** 27, createdAt: 0 }],
};

interface Change {
  readonly title: string;
  readonly edit: (code: string, other: string) => readonly [code: string, other: string];
  readonly confirm?: string;
  /** What the rehearsal says of guests: `qemu/100 changed restarted`. */
  readonly says: readonly string[];
}

/** Replaces a text in the part of the code that is one guest's. */
function within(code: string, guest: string, from: string | RegExp, to: string): string {
  const start = code.indexOf(`(cluster, "${guest}", {`);
  const end = code.indexOf("\n  });", start);
  const part = code.slice(start, end);
  const changed = part.replace(from, to);
  expect(changed, `${guest}: ${String(from)}`).not.to.equal(part);
  return code.slice(0, start) + changed + code.slice(end);
}
const first = (edit: (code: string) => string) => (code: string, other: string) => [edit(code), other] as const;
const without = (code: string, guest: string) => code.replace(new RegExp(`\\n  new \\w+\\(cluster, "${guest}", \\{[^]*?\\n  \\}\\);\\n`), "\n");
const added = (code: string, text: string) => code.replace(/\n}\n*$/, `\n${text}\n}\n`);

const changes: readonly Change[] = [
  { title: "memory", edit: first((code) => within(code, "web", "memory: Size.gibibytes(2)", "memory: Size.gibibytes(4)")), says: ["qemu/100 changed restarted"] },
  { title: "a disk that is grown", edit: first((code) => within(code, "files", "size: Size.gibibytes(8)", "size: Size.gibibytes(20)")), says: ["qemu/101 changed restarted"] },
  { title: "a network card that is moved", edit: first((code) => within(code, "router", "bridge: cluster.vmbr0", 'bridge: "vmbr1", vlanId: 30')), says: ["qemu/102 changed"] },
  {
    title: "a clone",
    edit: first((code) => added(code, '  new VirtualMachine(cluster, "copy", { vmId: 110, node: cluster.pve1, boot: BootSource.fromClone({ vmId: 900 }), started: false });').replace("import { ", "import { BootSource, ")),
    says: ["qemu/110 created"],
  },
  { title: "a template", edit: first((code) => within(code, "golden", "vmId: 104,", "vmId: 104,\n    template: true,")), confirm: "golden", says: ["qemu/104 changed"] },
  {
    title: "a mount point",
    edit: first((code) => within(code, "dns", /path: "\/srv", (size: Size\.gibibytes\(2\))/, 'path: "/data", $1, backup: true')),
    says: ["lxc/200 changed restarted"],
  },
  { title: "tags", edit: first((code) => within(code, "dns", 'tags: ["lab"]', 'tags: ["lab", "infra"]')), says: ["lxc/200 changed"] },
  { title: "a guest that is destroyed", edit: first((code) => without(code, "old")), confirm: "old", says: ["lxc/201 destroyed"] },
  { title: "a guest that is replaced", edit: (code, other) => [code, within(within(other, "box", "unprivileged: true,", 'removalPolicy: "destroy",'), "box", 'operatingSystem: "debian"', 'operatingSystem: { type: "debian", template: "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst" }')], confirm: "box", says: ["lxc/202 replaced"] },
  { title: "a guest that is migrated", edit: first((code) => within(code, "traveller", "node: cluster.pve1,", "node: cluster.pve2,\n    migrate: true,")), says: ["qemu/103 changed"] },
];

const madeUp = /\b(?:[\dA-F]{2}:){5}[\dA-F]{2}\b|\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\bctime=\d+/gi;

function tests(this: Mocha.Suite, tool: "terraform" | "tofu", wanted: readonly Change[]): void {
  const folder = newFolder();
  const kept = newFolder();
  let simulator: Simulator;
  let restore: () => void;

  before(async function () {
    await needProvider(this, providerVersion, tool);
    simulator = await startSimulator({ scenario: lab });
    const imported = await run("import", "--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--out", ".");
    expect(imported.code, imported.text).to.equal(0);
    // Adopting is rehearsed, too, before there is any state.
    const { code, report, text } = await run<RehearsalReport>("rehearse");
    expect([code, report.passed, report.guests], text).to.deep.equal([0, true, []]);
    const applied = await run("apply", "--yes");
    expect(applied.code, applied.text).to.equal(0);
    cpSync(folder, kept, { recursive: true });
    restore = simulator.cluster.keep();
  });
  after(async () => {
    await simulator?.close();
    for (const one of [folder, kept]) remove(one);
  });

  async function run<R = unknown>(...args: string[]): Promise<{ readonly code: number; readonly report: R; readonly text: string }> {
    const { code, stdout, stderr } = await pmpc([...args, "--json"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root, TERRAFORM_BINARY_NAME: tool });
    return { code, report: JSON.parse(stdout) as R, text: stdout + stderr };
  }
  const texts = () => new Map(simulator.cluster.guests().map((vmId) => [vmId, simulator.cluster.text(vmId)]));
  const states = () => readdirSync(folder).filter((name) => name.includes("tfstate")).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  const tasks = async () => (await ask(simulator, "/cluster/tasks")).data as readonly { readonly upid: string; readonly type: string; readonly id: string }[];

  /** Puts cluster, code and state back. */
  function putBack(): void {
    restore();
    for (const name of states().map(([path]) => path!)) if (!existsSync(join(kept, name))) remove(join(folder, name));
    for (const name of readdirSync(kept).filter((path) => path.includes("tfstate"))) cpSync(join(kept, name), join(folder, name));
    cpSync(join(kept, "guests"), join(folder, "guests"), { recursive: true });
  }
  function write([one, two]: readonly [string, string]): void {
    writeFileSync(join(folder, "guests/pve1.ts"), one);
    writeFileSync(join(folder, "guests/pve2.ts"), two);
  }
  const code = (node: string) => readFileSync(join(kept, `guests/${node}.ts`), "utf8");

  for (const { title, edit, confirm, says } of wanted) {
    it(`shows ${title} as the apply then does it`, async () => {
      write(edit(code("pve1"), code("pve2")));
      const [before, untouched, asked, earlier] = [texts(), states(), simulator.requests.length, new Set((await tasks()).map(({ upid }) => upid))];

      const { code: ended, report, text } = await run<RehearsalReport>("rehearse");
      expect([ended, report.passed, report.emptyAfterwards, report.refused], text).to.deep.equal([0, true, true, []]);
      // The list of tasks was asked for here.
      expect(simulator.requests.slice(asked + 1), "requests to the cluster").to.deep.equal([]);
      expect(states(), "Terraform's state").to.deep.equal(untouched);
      expect(readdirSync(join(folder, ".proxmox/tmp")).filter((name) => name.startsWith("apart"))).to.deep.equal([]);
      expect(report.guests.filter((guest) => guest.became !== "as it was").map(({ key, became, power }) => [key, became, power].filter(Boolean).join(" "))).to.deep.equal(says);
      for (const { key, before: was } of report.guests) expect(was, key).to.equal(before.get(Number(key.split("/")[1])));

      const applied = await run("apply", "--yes", ...(confirm === undefined ? [] : ["--confirm", confirm]));
      expect(applied.code, applied.text).to.equal(0);
      const after = texts();
      const alike = (value: string | undefined) => value?.replace(madeUp, (made) => ([...before.values()].some((old) => old.includes(made)) ? made : "(made up)"));
      for (const vmId of new Set([...before.keys(), ...after.keys()])) {
        const outcome = report.guests.find(({ key }) => key.endsWith(`/${vmId}`));
        expect(alike(outcome === undefined ? before.get(vmId) : outcome.after), `${vmId}.conf`).to.equal(alike(after.get(vmId)));
      }
      const rehearsed = report.guests.flatMap(({ key, tasks: all }) => all.map(({ type }) => `${key.split("/")[1]} ${type}`));
      const done = (await tasks()).flatMap(({ upid, id, type }) => (earlier.has(upid) ? [] : [`${id} ${type}`]));
      expect(rehearsed.sort(), "tasks").to.deep.equal(done.sort());
      putBack();
    });
  }

  if (tool === "terraform") {
    it("keeps an apply from destroying what Proxmox VE then refuses to make again", async () => {
      const privileged = within(within(code("pve1"), "dns", "unprivileged: true,", 'removalPolicy: "destroy",'), "dns", 'operatingSystem: "debian"', 'operatingSystem: { type: "debian", template: "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst" }');
      write([privileged, code("pve2")]);
      const before = texts();
      const { code: ended, report, text } = await run<{ readonly error: { readonly code: string; readonly message: string } }>("apply", "--yes", "--rehearse", "--confirm", "dns");
      expect([ended, report.error.code], text).to.deep.equal([6, "rehearsal-failed"]);
      expect(report.error.message).to.include("changing feature flags for privileged container is only allowed for root@pam");
      expect(texts()).to.deep.equal(before);
      putBack();
    });

    it("reaches no other place: no commands, no ssh, no other cluster", async () => {
      const other = await startSimulator({ scenario: lab });
      try {
        const resource = {
          terraform_data: { hook: { provisioner: [{ "local-exec": { command: `touch ${join(folder, "touched")}` } }] } },
          proxmox_virtual_environment_file: { snippet: { content_type: "snippets", datastore_id: "local", node_name: "pve1", source_raw: { data: "#cloud-config", file_name: "a.yaml" } } },
          proxmox_virtual_environment_pool: { far: { pool_id: "far", provider: "proxmox.other" } },
        };
        const overrides = Object.entries(resource).map(([type, named]) => `  cluster.addOverride("resource.${type}", ${JSON.stringify(named)});\n`);
        const provider = JSON.stringify({ alias: "other", endpoint: other.endpoint, apiToken: other.tokens.root, insecure: true });
        write([within(code("pve1"), "web", "cores: 2", "cores: 3").replace(/\n}\n*$/, `\n${overrides.join("")}  new ProxmoxProvider(cluster, ${provider});\n}\n`).replace("import { ", "import { ProxmoxProvider, "), code("pve2")]);
        const asked = simulator.requests.length;
        const { code: ended, report, text } = await run<RehearsalReport>("rehearse");
        expect([ended, report.passed], text).to.deep.equal([3, true]);
        expect(report.notRehearsed.map(({ address }) => address.split(".").at(-1)).sort()).to.deep.equal(["far", "hook", "snippet"]);
        expect(report.guests.map(({ key }) => key)).to.deep.equal(["qemu/100"]);
        expect([simulator.requests.length, other.requests.length, existsSync(join(folder, "touched"))]).to.deep.equal([asked, 0, false]);
      } finally {
        await other.close();
        putBack();
      }
    });

    it("applies what was rehearsed before", async () => {
      write([within(code("pve1"), "web", "cores: 2", "cores: 3"), code("pve2")]);
      const { code: ended, report, text } = await run<{ readonly applied: boolean; readonly rehearsal: RehearsalReport }>("apply", "--yes", "--rehearse");
      expect([ended, report.applied, report.rehearsal.passed], text).to.deep.equal([0, true, true]);
      expect(simulator.cluster.text(100)).to.equal(report.rehearsal.guests[0]!.after);
      const again = (await run<RehearsalReport>("rehearse")).report;
      expect(again.outdated).to.include("vm 100 web is as it was before a later apply: pmpc import reads it again");
      expect(again.taken).to.include.members([...again.outdated]);
      putBack();
    });
  }
}

describe("a rehearsal", function () {
  this.timeout(600_000);
  tests.call(this, "terraform", changes);
});
describe("a rehearsal with OpenTofu", function () {
  this.timeout(600_000);
  tests.call(this, "tofu", changes.slice(0, 1));
});
