import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { scenarioOf } from "../../generator/simulator/folder";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { releases } from "../../lib/schema/provider/release";
import { newFolder, remove } from "../bin/command";
import { ask } from "../generator/simulator/client";
import { converge, initialise, takeModules, needProvider } from "./terraform";

/** A folder for each resource type of the provider: what is in it is applied, changed, and taken away again. */
const kinds = join(__dirname, "kind");

const step = 'variable "step" {\n  type = number\n}\n';

/** Several at once, since most of the time is the start of terraform and the provider. Neighbours come apart: they use the same names. */
const batches = 8;

/** What nobody can answer but a real cluster: the recordings end there, or Proxmox VE itself reaches out to something else. */
const unproven: Readonly<Record<string, string>> = {
  acme_account: "only root@pam with a password may, and an authority must answer",
  acme_certificate: "an authority must answer",
  ceph_pool: "no cluster was recorded with Ceph on it",
  file: "goes over SSH",
  hagroup: "Proxmox VE 9 has rules instead of groups",
  node_disk_zfs: "no disk is free on the clusters that were recorded",
  oci_image_file: "a registry must answer",
};

const interfaces = (address: string) => `auto lo
iface lo inet loopback

iface eno1 inet manual

iface eno2 inet manual

iface eno3 inet manual

iface eno4 inet manual

auto vmbr0
iface vmbr0 inet static
\taddress ${address}/24
\tgateway 192.0.2.1
\tbridge-ports eno1
\tbridge-stp off
\tbridge-fd 0
`;

const corosync = `nodelist {
  node {
    name: pve1
    nodeid: 1
    quorum_votes: 1
    ring0_addr: 192.0.2.11
  }
  node {
    name: pve2
    nodeid: 2
    quorum_votes: 1
    ring0_addr: 192.0.2.12
  }
}

totem {
  cluster_name: proving
  config_version: 2
  version: 2
}
`;

const scenario = scenarioOf("proving", {
  "corosync.conf": corosync,
  "nodes/pve1/interfaces": interfaces("192.0.2.11"),
  "nodes/pve2/interfaces": interfaces("192.0.2.12"),
  "nodes/pve1/qemu-server/100.conf": "cores: 1\nmemory: 512\nname: db\nnet0: virtio=BC:24:11:00:00:64,bridge=vmbr0\nscsi0: tank:vm-100-disk-0,size=1G\nscsihw: virtio-scsi-single\n",
  "nodes/pve1/lxc/200.conf": "arch: amd64\ncores: 1\nhostname: web\nmemory: 512\nrootfs: tank:subvol-200-disk-0,size=1G\n",
  "storage.cfg": `dir: local
\tpath /var/lib/vz
\tcontent images,rootdir,iso,vztmpl,backup,snippets,import

zfspool: tank
\tpool tank
\tcontent images,rootdir
`,
});

/** What must be as before once everything is taken away. */
const held = [
  "/access/acl",
  "/access/domains",
  "/access/groups",
  "/access/roles",
  "/access/users",
  "/cluster/acme/plugins",
  "/cluster/backup",
  "/cluster/firewall/aliases",
  "/cluster/firewall/groups",
  "/cluster/firewall/ipset",
  "/cluster/firewall/rules",
  "/cluster/ha/resources",
  "/cluster/ha/rules",
  "/cluster/jobs/realm-sync",
  "/cluster/mapping/dir",
  "/cluster/mapping/pci",
  "/cluster/mapping/usb",
  "/cluster/metrics/server",
  "/cluster/replication",
  "/cluster/sdn/controllers",
  "/cluster/sdn/fabrics/fabric",
  "/cluster/sdn/vnets",
  "/cluster/sdn/zones",
  "/nodes/pve1/qemu/100/firewall/aliases",
  "/nodes/pve1/qemu/100/firewall/rules",
  "/nodes/pve2/firewall/rules",
  "/pools",
  "/storage",
];

async function look(simulator: Simulator): Promise<unknown> {
  const answers = held.map(async (path) => {
    const { status, data } = await ask(simulator, path);
    expect(status, path).to.equal(200);
    return [path, ...(data as readonly object[]).map((row) => JSON.stringify({ ...row, digest: undefined })).sort()];
  });
  return Promise.all(answers);
}

/** One release is enough: no two differ in these. */
const { version } = releases[0]!;

describe(`every kind of thing that the real provider ${version} writes, on the simulator`, () => {
  let initialised: string;
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    await needProvider(this, version);
    initialised = newFolder();
    await initialise(initialised, version);
  });
  beforeEach(async () => {
    folder = newFolder();
    simulator = await startSimulator({ scenario });
  });
  afterEach(async () => {
    await simulator.close();
    remove(folder);
  });
  after(() => {
    if (initialised) remove(initialised);
  });

  const all = readdirSync(kinds).sort();
  for (let batch = 0; batch < batches; batch++) {
    const some = all.filter((_, at) => at % batches === batch);
    it(`${some.join(", ")}: made, changed, taken away`, async () => {
      cpSync(initialised, folder, { recursive: true, verbatimSymlinks: true });
      const asked = readFileSync(join(folder, "version.tf.json"), "utf8");
      for (const kind of some) {
        mkdirSync(join(folder, kind));
        copyFileSync(join(kinds, kind, "main.tf"), join(folder, kind, "main.tf"));
        writeFileSync(join(folder, kind, "version.tf.json"), asked);
        writeFileSync(join(folder, kind, "step.tf"), step);
      }
      writeFileSync(join(folder, "main.tf"), step + some.map((kind) => `module "${kind}" {\n  source = "./${kind}"\n  step   = var.step\n}\n`).join(""));
      await takeModules(folder);
      const before = await look(simulator);
      expect((await converge(folder, simulator, "apply", { step: "1" })).join("\n")).to.equal("");
      expect((await converge(folder, simulator, "apply", { step: "2" })).join("\n")).to.equal("");
      expect((await converge(folder, simulator, "destroy", { step: "2" })).join("\n")).to.equal("");
      expect(await look(simulator)).to.deep.equal(before);
    });
  }

  for (const [kind, why] of Object.entries(unproven)) {
    it(`${kind} (skipped: ${why})`, function () {
      this.skip();
    });
  }
});
