import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { ResourceReport } from "../../../generator/judge/grading";
import type { PlanReport } from "../../../generator/judge/grade-workspace";
import type { WriteReport } from "../../../generator/renew/write-report";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { providerVersion } from "../../../lib/schema/provider/bpg";
import type { Scenario } from "../../../simulator/scenario";
import { printDraft } from "../../../simulator/scenario/text";
import { newFolder, pmpc, remove } from "../../bin/command";
import { startRewritingProxy, type RewritingProxy } from "../../support/rewriting-proxy";
import { needProvider } from "../terraform";

export const machine = (vmId: number, name: string, more: Readonly<Record<string, string | number>> = {}) =>
  printDraft({
    settings: {
      cores: 2, memory: 2048, name, net0: `virtio=BC:24:11:00:00:${vmId % 100},bridge=vmbr0`, onboot: 1, ostype: "l26", scsi0: `local:${vmId}/vm-${vmId}-disk-0.raw,format=raw,size=8G`, scsihw: "virtio-scsi-pci",
      smbios1: `uuid=00000000-0000-4000-8000-000000000${vmId}`, meta: `creation-qemu=9.2.0,ctime=17000000${vmId % 100}`, vmgenid: `00000000-0000-4000-9000-000000000${vmId}`, ...more,
    },
  });
export const container = (vmId: number, hostname: string, more: Readonly<Record<string, string | number>> = {}) =>
  printDraft({ settings: { cores: 1, hostname, memory: 512, net0: `name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:01:${vmId % 100},ip=dhcp`, ostype: "debian", rootfs: `local:${vmId}/vm-${vmId}-disk-0.raw,size=8G`, swap: 512, unprivileged: 1, ...more } });

export const scenario: Scenario = {
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

export interface Life {
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

export interface Misfortune {
  readonly title: string;
  /** Gives the numbers of guests that were named, and so may be written. */
  readonly play: (life: Life) => Promise<void | readonly number[]>;
}

export const grades = ({ resources }: { readonly resources: readonly ResourceReport[] }) => resources.filter(({ grade }) => grade !== "clean").map(({ key, grade }) => `${key} ${grade}`);
export const clean = (life: Life) => async () => expect(await life.plan()).to.deep.equal([]);

/** Plays each misfortune on an adopted workspace of its own: no guest may be written without having been named. */
export function playMisfortunes(topic: string, misfortunes: readonly Misfortune[]): void {
  describe(`bad luck, with the real provider ${providerVersion}: ${topic}`, () => {
    let simulator: Simulator;
    let proxy: RewritingProxy;
    let adopted: string;
    let folder: string;
    const originals = new Map(Object.entries(scenario.files).map(([path, text]) => [Number(/(\d+)\.conf$/.exec(path)![1]), { text: String(text), node: path.split("/")[1]!, type: path.includes("/lxc/") ? ("lxc" as const) : ("qemu" as const) }]));

    before(async function () {
      await needProvider(this, providerVersion);
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
}
