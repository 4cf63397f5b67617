import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { ResourceReport } from "../../generator/action/grading";
import type { PlanReport } from "../../generator/action/plan";
import type { WriteReport } from "../../generator/action/write";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { providerVersion } from "../../lib/schema/provider/bpg";
import type { Scenario } from "../../simulator/scenario";
import { printDraft } from "../../simulator/scenario/text";
import { newFolder, pmpc, remove } from "../bin/command";
import { startRewritingProxy, type RewritingProxy } from "../support/rewriting-proxy";
import { whyUnproven } from "./terraform";

const machine = (vmId: number, name: string, more: Readonly<Record<string, string | number>> = {}) =>
  printDraft({
    settings: {
      cores: 2, memory: 2048, name, net0: `virtio=BC:24:11:00:00:${vmId % 100},bridge=vmbr0`, onboot: 1, ostype: "l26", scsi0: `local:${vmId}/vm-${vmId}-disk-0.raw,format=raw,size=8G`, scsihw: "virtio-scsi-pci",
      smbios1: `uuid=00000000-0000-4000-8000-000000000${vmId}`, meta: `creation-qemu=9.2.0,ctime=17000000${vmId % 100}`, vmgenid: `00000000-0000-4000-9000-000000000${vmId}`, ...more,
    },
  });
const container = (vmId: number, hostname: string, more: Readonly<Record<string, string | number>> = {}) =>
  printDraft({ settings: { cores: 1, hostname, memory: 512, net0: `name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:01:${vmId % 100},ip=dhcp`, ostype: "debian", rootfs: `local:${vmId}/vm-${vmId}-disk-0.raw,size=8G`, swap: 512, unprivileged: 1, ...more } });

const scenario: Scenario = {
  name: "lab",
  files: {
    "nodes/one/qemu-server/110.conf": machine(110, "web"),
    "nodes/one/qemu-server/111.conf": machine(111, "mail"),
    "nodes/two/qemu-server/112.conf": machine(112, "files"),
    "nodes/two/lxc/120.conf": container(120, "dns"),
    "nodes/one/lxc/121.conf": container(121, "cache"),
  },
};

type Told<R> = Promise<{ readonly code: number; readonly report: R & { readonly error?: { readonly code: string; readonly message: string; readonly hint?: string } } }>;

interface Life {
  readonly cluster: Simulator["cluster"];
  readonly proxy: RewritingProxy;
  /** The workspace that the verbs work on. */
  folder: string;
  readonly environment: Record<string, string>;
  run<R = WriteReport>(...args: string[]): Told<R>;
  import(...args: string[]): Told<WriteReport>;
  plan(): Promise<readonly string[]>;
  read(path: string): string;
  write(path: string, change: (text: string) => string): void;
  code(): Readonly<Record<string, string>>;
  /** What git takes to another machine. */
  clone(): void;
}

interface Misfortune {
  readonly title: string;
  /** Gives the numbers of guests that were named, and so may be written. */
  readonly play: (life: Life) => Promise<void | readonly number[]>;
}

const grades = ({ resources }: { readonly resources: readonly ResourceReport[] }) => resources.filter(({ grade }) => grade !== "clean").map(({ key, grade }) => `${key} ${grade}`);
const clean = (life: Life) => async () => expect(await life.plan()).to.deep.equal([]);

const misfortunes: readonly Misfortune[] = [
  {
    title: "a clone without the store, and a node that is off: its guest keeps its code to the letter",
    async play(life) {
      life.clone();
      const before = life.code();
      life.cluster.setNodeOnline("two", false);
      for (const args of [[], ["--no-verify"]]) {
        const { report } = await life.import(...args);
        expect(report.guests.filter(({ kept }) => kept).map(({ key }) => key)).to.have.members(["qemu/112", "lxc/120"]);
        expect(life.code()).to.deep.equal(before);
      }
      life.cluster.setNodeOnline("two", true);
      expect((await life.run("apply", "--yes")).report.error).to.include({ code: "second-state" });
      await life.run("apply", "--yes", "--new-state");
      expect(life.code()).to.deep.equal(before);
    },
  },
  {
    title: "a clone of a settled workspace: its plan takes the guests in, its code stays, and it makes no second state",
    async play(life) {
      life.clone();
      const before = life.code();
      const { code, report } = await life.run<PlanReport>("plan");
      expect([code, report.adopted.length, grades(report)]).to.deep.equal([0, 5, []]);
      await life.import();
      expect(life.code()).to.deep.equal(before);
      const refused = await life.run("apply", "--yes");
      expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "second-state"]);
    },
  },
  {
    title: "a list that is empty, or cut: nothing is taken for gone",
    async play(life) {
      const before = life.code();
      for (const left of [0, 4]) {
        life.proxy.rewrite = (address, data) => (address.startsWith("/cluster/resources") ? (data as { type: string }[]).filter(({ type }, at, all) => (type !== "qemu" && type !== "lxc") || all.slice(0, at).filter((one) => one.type === "qemu" || one.type === "lxc").length < left) : undefined);
        const { report } = await life.import("--no-verify", "--confirm");
        expect(report.guests.filter(({ kept }) => kept)).to.have.lengthOf(5 - left);
        expect(life.code()).to.deep.equal(before);
        expect((await life.run("apply", "--yes", "--allow-changes")).code).to.be.oneOf([0, 6]);
      }
      life.proxy.rewrite = undefined;
      await clean(life)();
    },
  },
  {
    title: "a number that was given to another virtual machine: refused until somebody chooses, then adopted unharmed",
    async play(life) {
      life.cluster.edit(110, () => machine(110, "newcomer", { smbios1: "uuid=99999999-0000-4000-8000-000000000110", memory: 8192, net0: "virtio=BC:24:11:99:99:99,bridge=vmbr0" }));
      for (const verb of ["import", "plan", "apply"]) {
        const { code, report } = verb === "import" ? await life.import() : await life.run(verb, ...(verb === "apply" ? ["--yes", "--allow-changes"] : []));
        expect([verb, code, report.error?.code]).to.deep.equal([verb, 6, "another-guest"]);
        expect(report.error?.message).to.contain("vm 110 is another guest (\"newcomer\") than the one in the code, web");
      }
      const adopted = await life.import("--adopt", "vm 110");
      expect(adopted.report.guests.find(({ key }) => key === "qemu/110")).to.include({ outcome: "imported", name: "newcomer" });
      expect(life.read("guests/one.ts")).to.match(/"web", \{[^}]*name: "newcomer"/);
      await clean(life)();
    },
  },
  {
    title: "a number that was given to another virtual machine, and the old one is let go of",
    async play(life) {
      life.cluster.edit(110, () => machine(110, "newcomer", { smbios1: "uuid=99999999-0000-4000-8000-000000000110" }));
      await life.run("forget", "vm", "110");
      expect(await life.plan()).to.deep.equal(["qemu/110 forget"]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      expect((await life.import()).report.guests.find(({ key }) => key === "qemu/110")).to.include({ outcome: "released" });
      await clean(life)();
    },
  },
  {
    title: "a number that was given to a guest of the other type",
    async play(life) {
      life.cluster.remove(110);
      life.cluster.add("one", "lxc", 110, container(110, "web"));
      expect((await life.run("apply", "--yes")).code).to.equal(6);
      const { report } = await life.import("--confirm");
      expect(report.guests.filter(({ key }) => key.endsWith("/110")).map(({ key, outcome }) => [key, outcome])).to.deep.equal([["lxc/110", "imported"]]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a container's number that was given again: nobody can tell, so it asks",
    async play(life) {
      life.cluster.edit(121, () => container(121, "another", { net0: "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:99:99:21,ip=dhcp", memory: 4096 }));
      const { code, report } = await life.import();
      expect([code, report.error?.code]).to.deep.equal([6, "another-guest"]);
      expect(report.error?.message).to.contain("may be another guest");
      expect((await life.run("apply", "--yes")).code).to.equal(6);
    },
  },
  {
    title: "a rollback, a restore of its own backup, a changed network card: the same guest",
    async play(life) {
      life.cluster.edit(110, (text) => text.replace(/^vmgenid: .*$/m, "vmgenid: 11111111-0000-4000-9000-000000000110"));
      await life.import();
      await clean(life)();
      life.cluster.edit(110, () => machine(110, "web", { memory: 1024, vmgenid: "22222222-0000-4000-9000-000000000110" }));
      life.cluster.edit(111, (text) => text.replace("BC:24:11:00:00:11", "BC:24:11:77:77:77"));
      expect(await life.plan()).to.have.members(["qemu/110 needs reboot", "qemu/111 live change"]);
      expect((await life.import()).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a backup of another guest, restored over it",
    async play(life) {
      life.cluster.edit(112, () => machine(112, "files", { smbios1: "uuid=00000000-0000-4000-8000-000000000111", net0: "virtio=BC:24:11:00:00:11,bridge=vmbr0" }));
      expect((await life.import()).report.error).to.include({ code: "another-guest" });
      expect((await life.run("apply", "--yes")).code).to.equal(6);
    },
  },
  {
    title: "a construct that was renamed in the code: Terraform's record moves along",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace('"web"', '"front"').replace("vmId: 110,", 'vmId: 110,\n    name: "web",'));
      const { report } = await life.run<PlanReport>("plan");
      expect([grades(report), report.renamed.map(({ key }) => key)]).to.deep.equal([[], ["qemu/110"]]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a construct that was deleted from the code: nothing is destroyed without its name",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace(/\n {2}new VirtualMachine\(\w+, "web"[^]*?\n {2}\}\);\n/, "\n"));
      expect(await life.plan()).to.deep.equal(["qemu/110 destroy"]);
      expect((await life.run("apply", "--yes")).report.error).to.include({ code: "not-confirmed" });
    },
  },
  {
    title: "a construct that was deleted from the code, and whose loss is confirmed: that one, and no other",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace(/\n {2}new VirtualMachine\(\w+, "web"[^]*?\n {2}\}\);\n/, "\n"));
      expect((await life.run("apply", "--yes", "--confirm", "web")).code).to.equal(0);
      expect(life.cluster.guests()).to.deep.equal([111, 112, 120, 121]);
      return [110];
    },
  },
  {
    title: "a guest that was renamed on the cluster",
    async play(life) {
      life.cluster.rename(110, "www");
      expect((await life.import()).code).to.equal(0);
      expect(life.read("guests/one.ts")).to.match(/new VirtualMachine\(\w+, "web", \{\n {4}vmId: 110,\n {4}node: [^\n]+\n {4}name: "www"/);
      await clean(life)();
    },
  },
  {
    title: "guests that were migrated",
    async play(life) {
      for (const vmId of [110, 121]) life.cluster.migrate(vmId, "two");
      expect(await life.plan()).to.deep.equal(["lxc/121 already there"]);
      expect((await life.run("apply")).report.error).to.include({ code: "not-confirmed" });
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
      expect((await life.import()).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a guest that was made a template",
    async play(life) {
      life.cluster.edit(110, (text) => `${text}template: 1\n`);
      expect((await life.run("apply", "--yes")).code).to.equal(6);
      expect((await life.import()).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a guest that has gone: the number is asked for, and somebody confirms",
    async play(life) {
      life.cluster.remove(111);
      const refused = await life.import();
      expect([refused.code, refused.report.error?.code]).to.deep.equal([6, "many-gone"]);
      expect((await life.import("--confirm", "vm 111")).code).to.equal(0);
      expect(await life.plan()).to.deep.equal(["qemu/111 forget"]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "a guest that has gone, and is asked to be made again only when somebody says so",
    async play(life) {
      life.cluster.remove(111);
      expect(await life.plan()).to.deep.equal(["qemu/111 create"]);
      expect((await life.run("apply")).code).to.equal(6);
    },
  },
  {
    title: "two workspaces over one cluster",
    async play(life) {
      const second = mkdtempSync(join(tmpdir(), "pmpc-second-"));
      const first = life.folder;
      try {
        life.folder = second;
        expect((await life.import("--out", ".")).code).to.equal(0);
        expect((await life.run("apply", "--yes")).code).to.equal(0);
        await clean(life)();
      } finally {
        life.folder = first;
        remove(second);
      }
      await clean(life)();
    },
  },
  {
    title: "older code with a newer state: what the code does not have yet is not destroyed",
    async play(life) {
      const older = mkdtempSync(join(tmpdir(), "pmpc-older-"));
      cpSync(life.folder, older, { recursive: true, filter: (path) => !/tfstate|\/terraform$/.test(path) });
      life.cluster.add("one", "qemu", 113, machine(113, "later"));
      await life.import();
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      for (const name of ["guests", "cluster.ts", ".proxmox/names.jsonl", ".proxmox/base"]) {
        rmSync(join(life.folder, name), { recursive: true, force: true });
        cpSync(join(older, name), join(life.folder, name), { recursive: true });
      }
      remove(older);
      expect(await life.plan()).to.deep.equal(["qemu/113 destroy"]);
      expect((await life.run("apply", "--yes")).code).to.equal(6);
    },
  },
  ...["state.db", "manifest.json", "names.jsonl", "base", "state.json", "."].map(
    (lost): Misfortune => ({
      title: `${lost === "." ? "everything that pmpc remembers" : `.proxmox/${lost}`} is lost`,
      async play(life) {
        const before = life.code();
        for (const name of readdirSync(join(life.folder, ".proxmox"))) {
          const isLost = lost === "." ? !["config.yml", "terraform"].includes(name) : name.startsWith(lost);
          if (isLost) rmSync(join(life.folder, ".proxmox", name), { recursive: true });
        }
        await clean(life)();
        expect((await life.import()).code).to.equal(0);
        expect(life.code()).to.deep.equal(before);
        expect((await life.run("apply", "--yes")).code).to.equal(0);
        await clean(life)();
      },
    }),
  ),
  {
    title: "Terraform's state is lost where it was",
    async play(life) {
      const before = life.code();
      for (const name of readdirSync(life.folder)) if (name.endsWith(".tfstate")) rmSync(join(life.folder, name));
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      expect(life.code()).to.deep.equal(before);
      await clean(life)();
    },
  },
  {
    title: "an earlier state is put back",
    async play(life) {
      life.cluster.add("one", "qemu", 113, machine(113, "later"));
      await life.import();
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      expect((await life.run("state", "--restore", "1", "--yes")).code).to.equal(0);
      const { report } = await life.run<PlanReport>("plan");
      expect(grades(report).filter((one) => !one.endsWith("state only"))).to.deep.equal([]);
    },
  },
  {
    title: "a guest is let go of, and brought back",
    async play(life) {
      await life.run("forget", "files");
      expect(await life.plan()).to.deep.equal(["qemu/112 forget"]);
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await life.run("forget", "vm 112", "--undo");
      expect((await life.run("apply", "--yes")).code).to.equal(0);
      await clean(life)();
    },
  },
  {
    title: "filters that leave guests out, one import after another",
    async play(life) {
      const before = life.code();
      for (const filter of ["type=vm", "node=two", "name=nobody*"]) await life.import("--filter", filter);
      expect(life.code()).to.deep.equal(before);
      await clean(life)();
    },
  },
  {
    title: "a file that somebody edited, and a guest that changed on the cluster",
    async play(life) {
      life.write("guests/one.ts", (text) => text.replace('"web"', '"web" /* ours */'));
      life.cluster.edit(110, (text) => text.replace("memory: 2048", "memory: 4096"));
      await life.import();
      expect((await life.run("apply")).code).to.equal(6);
    },
  },
  {
    title: "code that takes the number of a guest that nobody imported",
    async play(life) {
      life.cluster.add("one", "qemu", 130, machine(130, "foreign"));
      const [, stack] = /new VirtualMachine\((\w+), /.exec(life.read("guests/one.ts"))!;
      life.write("guests/one.ts", (text) => text.replace(/\n\}\n$/, `\n  new VirtualMachine(${stack}, "mine", { vmId: 130, node: ${stack}.one });\n}\n`));
      expect(await life.plan()).to.deep.equal(["qemu/130 already there"]);
      expect((await life.run("apply", "--yes", "--allow-changes")).code).to.equal(6);
    },
  },
  {
    title: "a clock that goes back a year",
    async play(life) {
      const preload = join(life.folder, "clock.cjs");
      writeFileSync(preload, "const now = Date.now; const Real = Date; const back = 365 * 864e5; global.Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(now() - back); } static now() { return now() - back; } };");
      life.environment.NODE_OPTIONS = `--require=${preload}`;
      await life.import();
      await clean(life)();
    },
  },
];

describe(`bad luck, with the real provider ${providerVersion}`, function () {
  this.timeout(1_200_000);
  let simulator: Simulator;
  let proxy: RewritingProxy;
  let adopted: string;
  let folder: string;
  const originals = new Map(Object.entries(scenario.files).map(([path, text]) => [Number(/(\d+)\.conf$/.exec(path)![1]), { text: String(text), node: path.split("/")[1]!, type: path.includes("/lxc/") ? ("lxc" as const) : ("qemu" as const) }]));

  before(async function () {
    const why = await whyUnproven(providerVersion);
    if (why !== undefined) {
      for (const test of this.test!.parent!.tests) test.title += ` (${why})`;
      this.skip();
    }
    simulator = await startSimulator({ scenario });
    for (const vmId of originals.keys()) simulator.cluster.start(vmId);
    proxy = await startRewritingProxy(simulator);
    folder = newFolder();
    adopted = mkdtempSync(join(tmpdir(), "pmpc-adopted-"));
    const { code, stdout, stderr } = await run("import", "--endpoint", proxy.endpoint, "--fingerprint", proxy.fingerprint256, "--out", ".");
    expect(code, stdout + stderr).to.equal(0);
    expect((await run("apply")).code).to.equal(0);
    cpSync(folder, adopted, { recursive: true });
  });
  after(async () => {
    await proxy?.close();
    await simulator?.close();
    for (const one of [folder, adopted]) if (one) remove(one);
  });

  const run = (...args: string[]) => pmpc([...args, "--json"], folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.root, TERRAFORM_BINARY_NAME: "terraform" });

  beforeEach(() => {
    for (const name of readdirSync(folder)) remove(join(folder, name));
    cpSync(adopted, folder, { recursive: true });
    proxy.rewrite = undefined;
    const { cluster } = simulator;
    for (const node of ["one", "two"]) cluster.setNodeOnline(node, true);
    for (const vmId of cluster.guests()) cluster.remove(vmId);
    for (const [vmId, { node, type, text }] of originals) {
      cluster.add(node, type, vmId, text);
      cluster.start(vmId);
    }
    simulator.requests.length = 0;
  });

  function lifeIn(root: string): Life {
    const life: Life = {
      environment: { PROXMOX_VE_API_TOKEN: simulator.tokens.root, TERRAFORM_BINARY_NAME: "terraform" },
      cluster: simulator.cluster,
      proxy,
      folder: root,
      async run(...args) {
        const { code, stdout, stderr } = await pmpc([...args, "--json"], life.folder, life.environment);
        try {
          return { code, report: JSON.parse(stdout) };
        } catch (cause) {
          throw new Error(stdout + stderr, { cause });
        }
      },
      import: (...args) => life.run("import", "--endpoint", proxy.endpoint, "--fingerprint", proxy.fingerprint256, ...args),
      plan: async () => grades((await life.run<PlanReport>("plan")).report).sort(),
      read: (path) => readFileSync(join(life.folder, path), "utf8"),
      write: (path, change) => writeFileSync(join(life.folder, path), change(life.read(path))),
      code: () => Object.fromEntries(["cluster.ts", ...readdirSync(join(life.folder, "guests")).map((name) => `guests/${name}`)].map((path) => [path, life.read(path)])),
      clone() {
        const kept = mkdtempSync(join(tmpdir(), "pmpc-clone-"));
        cpSync(life.folder, kept, { recursive: true, filter: (path) => !/tfstate|state\.db|\.proxmox\/(terraform|tmp)$/.test(path) });
        clones.push(kept);
        life.folder = kept;
      },
    };
    return life;
  }
  const clones: string[] = [];
  after(() => clones.forEach((one) => existsSync(one) && remove(one)));

  for (const { title, play } of misfortunes) {
    it(title, async () => {
      const before = new Map(simulator.cluster.guests().map((vmId) => [vmId, simulator.cluster.text(vmId)]));
      const named = (await play(lifeIn(folder))) ?? [];
      const written = simulator.requests.filter(({ method, address }) => method !== "GET" && !/^\/access\/ticket/.test(address));
      expect(written.filter(({ address }) => !named.some((vmId) => address.includes(`/${vmId}`))).map(({ method, address }) => `${method} ${address}`)).to.deep.equal([]);
      expect(before.size).to.equal(5);
    });
  }
});
