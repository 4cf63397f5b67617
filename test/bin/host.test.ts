import { expect } from "chai";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { makeCommands, type Commands } from "../support/command";
import { startSshd, whenSshd } from "../support/sshd";
import { newFolder, paths, pmpc, reach, remove } from "./command";

const recording = join(__dirname, "../fixture/pve/cluster-b.json");

describe("pmpc import without the API", () => {
  let folder: string;
  let simulator: Simulator;
  beforeEach(() => (folder = newFolder()));
  afterEach(async () => {
    await simulator?.close();
    remove(folder);
  });

  const start = async (scenario: string) => (simulator = await startSimulator({ scenario, shell: join(folder, "node") }));
  const node = () => ({ PATH: `${join(folder, "node")}${delimiter}${process.env.PATH}` });
  const same = () => ["--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--no-addresses", "--pve-dir", join(folder, "node/pve")];

  async function imported(out: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const ended = await pmpc(["import", ...args, "--no-verify", "--out", out], folder, environment);
    expect(ended.code, ended.stderr).to.be.oneOf([0, 3]);
    return ended;
  }
  /** Every file of a workspace but the memory of how it was made. */
  const written = (out: string) => Object.fromEntries(paths(join(folder, out)).flatMap((path) => (path.startsWith(".proxmox/") ? [] : [[path, readFileSync(join(folder, out, path), "utf8")]])));

  for (const [name, scenario] of [["the recorded cluster", recording], ["a cluster of three nodes", "office"]] as const) {
    it(`writes ${name} byte for byte as over the API, its report included`, async () => {
      await start(scenario);
      await imported("api", [...reach(simulator, simulator.tokens.root), "--no-addresses"]);
      const { stderr } = await imported("pct", ["--via", "pct", ...same()], node());
      expect(stderr).to.equal("");
      expect(written("pct")).to.deep.equal(written("api"));
      expect(simulator.commands.length).to.be.at.most(scenario === recording ? 3 : 9);
    });

    it(`writes ${name} from files with the same code, and says what they do not know`, async () => {
      await start(scenario);
      await imported("pct", ["--via", "pct", ...same()], node());
      const commands = simulator.commands.length;
      const { stderr } = await imported("files", ["--via", "files", ...same()]);
      expect(stderr).to.include("power state");
      expect(simulator.commands.length).to.equal(commands);
      const [host, files] = [written("pct"), written("files")];
      const code = (all: Record<string, string>) => Object.fromEntries(Object.entries(all).filter(([path]) => path.endsWith(".ts")));
      expect(code(files)).to.deep.equal(code(host));
      // Beside the states, only a lone node's own address is in none of these files.
      const settled = (all: Record<string, string>) => Object.fromEntries(Object.entries(all).filter(([path]) => path.startsWith("ansible/inventory/host_vars/")).map(([path, text]) => [path, text.replace(/^(proxmox_(qmp)?status|ansible_host): .*\n/gm, "")]));
      for (const [path, text] of Object.entries(settled(files))) expect(text, path).to.equal(settled(host)[path]);
    });
  }

  it("writes what is not a guest byte for byte as over the API, on a node and from its files", async () => {
    await start("datacentre");
    await imported("api", [...reach(simulator, simulator.tokens.root), "--no-addresses", "--scope", "cluster"]);
    await imported("pct", ["--via", "pct", ...same(), "--scope", "cluster"], node());
    await imported("files", ["--via", "files", ...same(), "--scope", "cluster"]);
    const areas = (out: string) => Object.fromEntries(Object.entries(written(out)).filter(([path]) => path.startsWith("cluster/")));
    expect(Object.keys(areas("api"))).to.deep.equal(["cluster/backup.ts", "cluster/ha.ts", "cluster/mappings.ts", "cluster/members.ts", "cluster/pools.ts", "cluster/replication.ts", "cluster/storage.ts"]);
    expect(areas("pct")).to.deep.equal(areas("api"));
    // Files know the guest of the node that is off, so that code refers to it.
    const files = areas("files");
    expect(files["cluster/ha.ts"]).to.include("guest: cluster.probe,").and.include("guests: [cluster.probe],");
    expect({ ...files, "cluster/ha.ts": files["cluster/ha.ts"]!.replaceAll("cluster.probe", '"ct:204"') }).to.deep.equal(areas("api"));
  });

  it("remembers the way, and goes it again", async () => {
    await start("homelab");
    await imported("home", ["--via", "pct", ...same()], node());
    const commands = simulator.commands.length;
    const { code, stdout } = await pmpc(["import", "--no-addresses", "--no-verify", "--json"], join(folder, "home"), node());
    expect(code).to.equal(0);
    expect((JSON.parse(stdout) as { files: { change: string }[] }).files.every(({ change }) => change === "unchanged")).to.equal(true);
    expect(simulator.commands.length).to.equal(2 * commands);
    await imported("home", ["--via", "api", ...reach(simulator, simulator.tokens.root), "--no-addresses"]);
    const settings = readFileSync(join(folder, "home/.proxmox/config.yml"), "utf8");
    expect(settings).to.include("transport: api").and.to.include("pve_dir: ");
    writeFileSync(join(folder, "home/.proxmox/config.yml"), settings.replace("transport: api", "transport: pct"));
    const checked = await pmpc(["doctor", "--json"], join(folder, "home"), node());
    expect(checked.code, checked.stdout).to.equal(0);
    expect((JSON.parse(checked.stdout) as { checks: { name: string; state: string }[] }).checks.filter(({ state }) => state === "good").map(({ name }) => name)).to.include.members(["cluster", "pct", "qm", "cluster file system"]);
  });

  it("is the same workspace from a folder in it, and by a link to one", async () => {
    await start("homelab");
    await imported("home", ["--via", "pct", ...same()], node());
    symlinkSync(join(folder, "home"), join(folder, "link"));
    for (const inside of ["home/guests", "home/.proxmox/base", "link/docs"]) {
      const { code, stdout } = await pmpc(["import", "--no-addresses", "--no-verify", "--json"], join(folder, inside), node());
      expect([code, (JSON.parse(stdout) as { files: { change: string }[] }).files.every(({ change }) => change === "unchanged")], inside).to.deep.equal([0, true]);
      expect((await pmpc(["list", "vms"], join(folder, inside))).stdout, inside).to.contain("opnsense");
    }
    expect(readdirSync(join(folder, "home/guests"))).to.deep.equal(["pve.ts"]);
  });

  it("says once what helps several guests", async () => {
    await start("homelab");
    const some = join(folder, "some");
    mkdirSync(some);
    for (const tool of ["qm", "pvesh"]) symlinkSync(join(folder, "node", tool), join(some, tool));
    const { code, stdout, stderr } = await pmpc(["import", "--via", "pct", "--no-addresses", "--no-verify", "--out", "part"], folder, { PATH: `${some}${delimiter}${process.env.PATH}` });
    expect(code, stderr).to.equal(3);
    expect(stdout.match(/pct config \d+ on this machine: this command does not exist/g)).to.have.lengthOf(6);
    expect(stdout.match(/pct, qm and pvesh are there on a node/g)).to.have.lengthOf(1);
  });

  it("has doctor look at the API, too, where a workspace is read without it: its plans go there", async () => {
    await start("homelab");
    await imported("home", ["--via", "pct", ...same()], node());
    const checked = async (environment: Readonly<Record<string, string>>, ...args: readonly string[]) => {
      const { code, stdout } = await pmpc(["doctor", "--json", ...args], join(folder, "home"), { ...node(), ...environment });
      return [code, ...(JSON.parse(stdout) as { checks: { name: string; state: string; says: string }[] }).checks.filter(({ name }) => ["API", "certificate"].includes(name)).map(({ name, state, says }) => `${name} ${state} ${says.replace(simulator.endpoint, "ENDPOINT").slice(0, 30)}`)];
    };
    const token = { PROXMOX_VE_API_TOKEN: simulator.tokens.root };
    expect(await checked({})).to.deep.equal([0, "API missing ENDPOINT was not asked: PROXMO"]);
    expect(await checked(token)).to.deep.equal([0, "API good ENDPOINT, Proxmox VE 9.2.11", `certificate good pinned: ${simulator.fingerprint256.slice(0, 22)}`]);
    // An import does not need it.
    expect(await checked({ PROXMOX_VE_API_TOKEN: `${simulator.tokens.root.slice(0, -1)}x` })).to.have.members([0, "API bad ENDPOINT does not accept the t"]);
    expect(await checked(token, "--endpoint", "https://127.0.0.1:1")).to.have.members([0, "API bad https://127.0.0.1:1 cannot be "]);
  });

  it("goes over the API by hosts and a token's name alone, past a host that does not answer", async () => {
    await start("homelab");
    mkdirSync(join(folder, "home/.proxmox"), { recursive: true });
    writeFileSync(join(folder, "home/.proxmox/config.yml"), `fingerprint: ${simulator.fingerprint256}\nlegacy_api:\n  hosts: [127.0.0.9, 127.0.0.1]\n  port: ${new URL(simulator.endpoint).port}\n  token: HOME_TOKEN\n`);
    await imported("home", ["--no-addresses"], { HOME_TOKEN: simulator.tokens.auditor });
    expect(readFileSync(join(folder, "home/.proxmox/config.yml"), "utf8")).to.include(`endpoint: https://127.0.0.9:${new URL(simulator.endpoint).port}`).and.not.include(simulator.tokens.auditor);
    const ended = await pmpc(["import", "--no-addresses"], join(folder, "home"));
    expect(ended.code).to.equal(64);
    expect(ended.stderr).to.include("the environment variable HOME_TOKEN, which holds the token");
  });

  it(`goes by ssh, and where the configuration says${whenSshd}`, async function () {
    const sshd = await startSshd();
    if (!sshd) return this.skip();
    try {
      await start("homelab");
      const at = (tool: string) => join(folder, "node", tool);
      mkdirSync(join(folder, "home/.proxmox"), { recursive: true });
      writeFileSync(join(folder, "home/.proxmox/config.yml"), `pct_path: ${at("pct")} # mine\nqm_path: ${at("qm")}\npvesh_path: ${at("pvesh")}\n`);
      await imported("home", ["--ssh", "node", ...same(), "--scope", "guests"], { PATH: sshd.path });
      expect(readFileSync(join(folder, "home/.proxmox/config.yml"), "utf8")).to.include("pct # mine").and.to.include("transport: pct\nssh: node\n");
      await imported("api", [...reach(simulator, simulator.tokens.root), "--no-addresses"]);
      expect(written("home")).to.deep.equal(written("api"));
      expect(sshd.connections()).to.equal(1);
      await sshd.changeHostKey();
      const before = written("home");
      const ended = await pmpc(["import"], join(folder, "home"), { PATH: sshd.path });
      expect(ended.code).to.equal(6);
      expect(ended.stderr).to.include("the host key is not the one that is known");
      expect(written("home")).to.deep.equal(before);
    } finally {
      await sshd.stop();
    }
  });

  describe("that fails", () => {
    let commands: Commands;
    beforeEach(() => (commands = makeCommands()));
    afterEach(() => commands.remove());

    const faults: readonly (readonly [what: string, script: string, code: number, says: RegExp])[] = [
      ["is not root's", "echo 'ipcc_send_rec[1] failed: Unknown error -1' >&2; exit 255", 4, /it may not do that \(exit code 255\)\n {2}ipcc_send_rec/],
      ["prints half a line", "printf '[{\"id\":'", 1, /not complete JSON/],
      ["is killed", "kill -9 $$", 1, /a signal ended it/],
      ["hangs", "sleep 600", 1, /did not end within 0\.3 s/],
    ];
    for (const [what, script, code, says] of faults) {
      it(`leaves nothing behind when pvesh ${what}`, async () => {
        mkdirSync(join(folder, "home/.proxmox"), { recursive: true });
        const configuration = `pvesh_path: ${commands.add("pvesh", script)}\ntimeout: ${what === "hangs" ? 0.3 : 30}\n`;
        writeFileSync(join(folder, "home/.proxmox/config.yml"), configuration);
        const ended = await pmpc(["import", "--via", "pct", "--out", "home"], folder);
        expect(ended.code, ended.stderr).to.equal(code);
        expect(ended.stderr).to.match(says);
        expect(paths(join(folder, "home"))).to.deep.equal([".proxmox/config.yml"]);
      });
    }

    it("leaves no run behind when a command dies in the middle", async () => {
      await start("homelab");
      await imported("home", ["--via", "pct", ...same()], node());
      const home = join(folder, "home");
      const seen = (await pmpc(["status"], home)).stdout;
      expect(seen).to.match(/^ {2}seen {8}9 virtual machines, 6 containers on 1 node\n {14}\S+ \S+ UTC, by pve \(pvesh\)\n {2}in code {5}15 guests$/m);
      const rows = '[{"type":"node","node":"pve","status":"online"},{"id":"lxc/200","type":"lxc","vmid":200,"node":"pve","status":"running"}]';
      commands.add("pvesh", `case $2 in /cluster/resources) echo '${rows}';; /cluster/status) echo '[{"type":"node","name":"pve","local":1}]';; *) exit 126;; esac`);
      const before = written("home");
      const ended = await pmpc(["import", "--no-verify"], home, { PATH: `${commands.folder}${delimiter}${process.env.PATH}` });
      expect(ended.code, ended.stderr).to.equal(5);
      expect((await pmpc(["status"], home)).stdout).to.equal(seen);
      expect(written("home")).to.deep.equal(before);
    });

    it("reads a cluster without a quorum, and says what to do where it changes nothing", async () => {
      await start("office");
      const at = (tool: string) => join(folder, "node", tool);
      const told = "case $1 in start|stop|create) echo 'cluster not ready - no quorum?' >&2; exit 255;; esac";
      const settings = ["pct", "qm", "pvesh"].map((tool) => `${tool}_path: ${commands.add(tool, `${told}\n[ "$2" != /cluster/status ] || { ${at(tool)} "$@" | sed 's/"quorate": *1/"quorate":0/'; exit; }\nexec ${at(tool)} "$@"`)}\n`);
      mkdirSync(join(folder, "home/.proxmox"), { recursive: true });
      writeFileSync(join(folder, "home/.proxmox/config.yml"), settings.join(""));
      await imported("home", ["--via", "pct", ...same(), "--filter", "vmid=134", "--scope", "guests"]);
      const home = join(folder, "home");
      // One on this node, and one on another.
      for (const [vmId, node] of [["403", "pve1"], ["134", "pve2"]]) {
        const { code, stderr } = await pmpc(["start", vmId!], home);
        expect(code).to.equal(1);
        expect(stderr).to.equal(`pmpc: could not start vm ${vmId} on ${node}: cluster not ready - no quorum?\n  nothing can be changed until the cluster has a quorum again: pvecm status on a node says which nodes are missing\n`);
      }
      // For several it is said once.
      const several = await pmpc(["start", "--filter", "vmid=134", "--filter", "vmid=403", "--yes"], home);
      expect(several.code).to.equal(1);
      expect(several.stdout.match(/no quorum\?$/gm)).to.have.length(2);
      expect(several.stdout).to.match(/^ {2}failed +vm \d+ \S+ on .*: could not start .*no quorum\?\n {2}failed +vm \d+ \S+ on .*: could not start .*no quorum\?\n +nothing can be changed until the cluster has a quorum again: pvecm status on a node says which nodes are missing$/m);
      const { code, stdout } = await pmpc(["doctor"], home);
      expect(code).to.equal(0);
      expect(stdout).to.match(/- +quorum +the cluster has no quorum: it can be read, and nothing can be changed\n +pvecm status/);
    });

    it("says that there is no pct here", async () => {
      const ended = await pmpc(["import", "--via", "pct", "--json"], folder, { PATH: commands.folder });
      expect(ended.code).to.equal(5);
      const { error } = JSON.parse(ended.stdout) as { error: Record<string, unknown> };
      expect(error).to.deep.include({ code: "not-available", command: "pvesh get /cluster/resources --output-format json", where: "this machine", exitCode: 127 });
      expect(error.hint).to.include("--ssh root@pve1");
    });

    it("says where the configuration is wrong", async () => {
      mkdirSync(join(folder, "home/.proxmox"), { recursive: true });
      writeFileSync(join(folder, "home/.proxmox/config.yml"), "transport: pct\ntimeout: soon\n");
      const ended = await pmpc(["import"], join(folder, "home"));
      expect(ended.code).to.equal(64);
      expect(ended.stderr).to.include(".proxmox/config.yml:2:10: timeout is a number");
    });
  });
});
