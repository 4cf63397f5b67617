import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import type { HistoryReport } from "../../generator/action/history";
import type { RollbackReport } from "../../generator/action/rollback";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { createClient } from "../../generator/transport/client";
import { providerVersion } from "../../lib/schema/provider/bpg";
import type { Scenario } from "../../simulator/scenario";
import { printDraft } from "../../simulator/scenario/text";
import { newFolder, paths, pmpc, reach, remove } from "../bin/command";
import { needProvider } from "./terraform";

// With the defaults that the provider writes beside whatever it changes.
const machine = (vmId: number, name: string) =>
  printDraft({ settings: { balloon: 0, cores: 2, cpu: "qemu64", memory: 1024, name, net0: `virtio=BC:24:11:00:00:${vmId % 100},bridge=vmbr0,firewall=0`, numa: 0, onboot: 1, ostype: "l26", scsi0: `local:vm-${vmId}-disk-0,format=raw,size=8G`, scsihw: "virtio-scsi-pci", sockets: 1 } });
const container = (vmId: number, hostname: string) =>
  printDraft({ settings: { arch: "amd64", cores: 1, hostname, memory: 512, net0: `name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:${vmId % 100},ip=dhcp`, ostype: "debian", rootfs: `local:${vmId}/vm-${vmId}-disk-0.raw,size=8G`, swap: 512, unprivileged: 1 } });

const scenario: Scenario = {
  name: "way-back",
  files: {
    "nodes/one/qemu-server/110.conf": machine(110, "web"),
    "nodes/one/qemu-server/111.conf": machine(111, "db"),
    "nodes/one/lxc/120.conf": container(120, "cache"),
    "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso,vztmpl,snippets,backup\n\nnfs: nas\n\texport /vm\n\tpath /mnt/pve/nas\n\tserver 10.0.0.2\n\tcontent backup,iso\n\tcreate-base-path 1\n\tcreate-subdirs 1\n",
    "user.cfg": "user:root@pam:1:0::::::\n\npool:team:Who looks after it:110::\n",
  },
};

/** What can be undone: said in the code, or done on the cluster and taken over by an import. */
const change = fc.oneof(
  fc.record({ where: fc.constant("code" as const), guest: fc.constantFrom("vm 110", "vm 111"), option: fc.oneof(fc.integer({ min: 1, max: 8 }).map((cores) => ["--cores", String(cores)]), fc.integer({ min: 1, max: 16 }).map((gib) => ["--memory", `${gib}GiB`]), fc.integer({ min: 2, max: 99 }).map((tag) => ["--net0", `tag=${tag}`]), fc.constant(["--no-on-boot"])) }),
  fc.record({ where: fc.constant("code" as const), guest: fc.constant("container 120"), option: fc.oneof(fc.integer({ min: 2, max: 8 }).map((cores) => ["--cores", String(cores)]), fc.integer({ min: 1, max: 8 }).map((gib) => ["--memory", `${gib}GiB`])) }),
  fc.record({ where: fc.constant("other kind" as const), guest: fc.constant("the pool"), option: fc.integer({ min: 1, max: 99 }).map((number) => [`comment: "team ${number}"`]) }),
  fc.record({ where: fc.constant("other kind" as const), guest: fc.constant("the storage"), option: fc.subarray(["iso", "snippets", "vztmpl"], { minLength: 1 }).map((content) => [`content: ["backup", ${content.map((one) => `"${one}"`).join(", ")}]`]) }),
  fc.record({ where: fc.constant("cluster" as const), guest: fc.constantFrom("110", "111", "120"), option: fc.integer({ min: 600, max: 9000 }).map((memory) => [`memory: ${memory}`]) }),
);

describe(`ten changes, and the way back, with the real provider ${providerVersion}`, () => {
  let folder: string;
  let simulator: Simulator;

  before(async function () {
    folder = newFolder();
    simulator = await startSimulator({ scenario });
    await needProvider(this, providerVersion);
  });
  after(async () => {
    await simulator?.close();
    remove(folder);
  });

  it("leads code and cluster to where they were at the first run", async () => {
    const connection = () => reach(simulator, simulator.tokens.root);
    const run = async (expected: readonly number[], ...args: string[]) => {
      const { code, stdout, stderr } = await pmpc([...args, "--out", folder], folder);
      expect(code, `${args.join(" ")}\n${stdout}${stderr}`).to.be.oneOf([...expected]);
      return stdout;
    };
    const client = await createClient({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } });
    const answer = async (address: string) => (await client.get(address)).data as Readonly<Record<string, string>>;
    /** The code of something that is not a guest, with another value in the place of one that it says. */
    const say = (of: string, value: string) => {
      const [path, className] = of === "the pool" ? ["cluster/pools.ts", "Pool"] : ["cluster/storage.ts", "NfsStorage"];
      const before = readFileSync(join(folder, path), "utf8");
      const after = before.replace(new RegExp(`(new ${className}\\([^;]*?\\n    )${value.slice(0, value.indexOf(":"))}: [^\\n]*,`), `$1${value},`);
      writeFileSync(join(folder, path), after);
    };
    const others = async () => [(await answer("/storage/nas")).content!.split(",").sort(), (await answer("/pools/team")).comment];
    // The order of keys is Proxmox VE's own.
    const settings = () => Object.fromEntries(simulator.cluster.guests().map((vmId) => [vmId, simulator.cluster.text(vmId).split("\n").filter((line) => !/^$|^(digest|meta|vmgenid):/.test(line)).sort()]));
    const code = () => new Map(paths(folder).filter((path) => !/^\.proxmox\/(state\.db|lock|terraform|tmp|audit|state\.json)|\/status\.yml$|\.tfstate/.test(path)).map((path) => [path, readFileSync(join(folder, path), "utf8")]));

    await run([0], "import", ...connection(), "--scope", "cluster");
    await run([0], "apply", "--yes", ...connection());
    await run([0], "sync", ...connection());
    const [first, firstOthers, firstCode] = [settings(), await others(), code()];

    const seed = Number(process.env.SEED ?? 20261129);
    const ten = [...fc.sample(change, { seed, numRuns: 8 }), { where: "other kind" as const, guest: "the pool", option: ['comment: "another team"'] }, { where: "other kind" as const, guest: "the storage", option: ['content: ["backup", "iso", "snippets"]'] }];
    for (const { where, guest, option } of ten) {
      if (where === "other kind") say(guest, option[0]!);
      else if (where === "code") await run([0], "update", ...guest.split(" "), ...option);
      else {
        await run([0], "apply", "--yes", ...connection());
        simulator.cluster.edit(Number(guest), (text) => text.replace(/^memory:.*$/m, option[0]!));
        await run([0, 2], "import", "--no-verify", ...connection());
      }
    }
    await run([0], "apply", "--yes", ...connection());
    expect(settings(), `seed ${seed}`).to.not.deep.equal(first);
    expect(await others(), `seed ${seed}`).to.not.deep.equal(firstOthers);
    expect(code()).to.not.deep.equal(firstCode);

    await run([0], "sync", ...connection());
    const whole = code();
    const dry = JSON.parse(await run([2], "rollback", "2", "--cluster", "--dry-run", "--json", ...connection())) as RollbackReport;
    expect(code(), "nothing is written").to.deep.equal(whole);
    const back = JSON.parse(await run([2], "rollback", "2", "--yes", "--cluster", "--json", ...connection())) as RollbackReport;
    expect(back.lost).to.deep.equal([]);
    expect(dry.plan!.resources, "what is planned aside is what is planned in its place").to.deep.equal(back.plan!.resources);
    expect(back.plan!.resources.filter(({ grade }) => grade !== "clean")).to.not.deep.equal([]);
    for (const [path, text] of code()) expect(text, path).to.equal(firstCode.get(path));
    expect(settings(), "nothing is applied yet").to.not.deep.equal(first);

    await run([0], "apply", "--yes", ...connection());
    expect(settings(), `seed ${seed}`).to.deep.equal(first);
    expect(await others(), `seed ${seed}`).to.deep.equal(firstOthers);
    await run([0], "plan", ...connection());
    await run([0], "sync", ...connection());
    const { between } = JSON.parse(await run([0], "history", "2", "last", "--json")) as HistoryReport;
    expect(between!.changes).to.deep.equal([]);
    expect(between!.files).to.deep.equal([]);
    client.close();
  });
});
