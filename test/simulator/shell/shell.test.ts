import { expect } from "chai";
import { homelab } from "../../../simulator/scenario/homelab";
import { small } from "../asker";
import { prompt } from "./prompt";

const vm = "cores: 1\nmemory: 512\nname: one\n";
const node = () => prompt(small({ "nodes/pve/qemu-server/100.conf": vm, "nodes/pve/lxc/200.conf": "hostname: two\nlxc.cap.drop: mknod\n" }));

describe("simulator's shell", () => {
  it("does through the API what the tools do, and shows it at once", () => {
    const run = node();
    expect(run("qm", "start", "100")).to.deep.equal({ exit: 0, stdout: "", stderr: "" });
    expect(run("qm", "status", "100").stdout).to.equal("status: running\n");
    expect(run("pct", "start", "200").exit).to.equal(0);
    expect(run("pct", "list").stdout).to.contain("200        running                 two");
  });

  it("prints why a task failed, and ends with 255", () => {
    const run = node();
    run("qm", "start", "100");
    expect(run("qm", "start", "100")).to.deep.equal({ exit: 255, stdout: "", stderr: "VM 100 already running\n" });
    expect(run("pct", "stop", "200")).to.deep.equal({ exit: 255, stdout: "", stderr: "CT 200 not running\n" });
  });

  it("prints the task of pvesh, which ends well even where the task failed", () => {
    const run = node();
    const start = () => run("pvesh", "create", "/nodes/localhost/qemu/100/status/start", "--output-format", "json");
    expect(start().stdout).to.match(/^"UPID:pve:\w+:\w+:\w+:qmstart:100:root@pam:"\n$/);
    expect(start()).to.include({ exit: 0, stderr: "VM 100 already running\n" });
  });

  it("lets root use what is kept for root", () => {
    expect(node()("qm", "start", "100", "--skiplock")).to.include({ exit: 0, stderr: "" });
  });

  it("takes words and options that are cut short, with one dash or two, with = or without", () => {
    const run = node();
    const plain = run("pct", "config", "200", "--current", "1");
    expect(plain.stdout).to.equal("hostname: two\nlxc.cap.drop: mknod\n");
    for (const args of [["conf", "200", "--current"], ["config", "-current=1", "200"], ["config", "200", "--cur", "yes"]]) expect(run("pct", ...args)).to.deep.equal(plain);
    expect(run("pct", "sta", "200").stderr).to.match(/^ERROR: unknown command 'pct sta'\nUSAGE: pct <COMMAND>/);
    expect(run("qm", "disk").stderr).to.match(/^ERROR: incomplete command 'qm disk'\n/);
  });

  it("refuses options as the tools do", () => {
    const run = node();
    expect(run("pct", "config", "200", "--current", "maybe").stderr).to.equal("400 unable to parse boolean option\npct config <vmid> [OPTIONS]\n");
    expect(run("pct", "config", "200", "--snapshot").stderr).to.equal("Option snapshot requires an argument\n400 unable to parse option\npct config <vmid> [OPTIONS]\n");
    expect(run("pct", "config", "200", "201").stderr).to.equal("400 too many arguments\npct config <vmid> [OPTIONS]\n");
    expect(run("qm", "start", "100", "--migration_", "x").stderr).to.equal(
      "Option migration_ is ambiguous (migration_network, migration_type)\n400 unable to parse option\nqm start <vmid> [OPTIONS]\n",
    );
  });

  it("takes no number for part of an address", () => {
    for (const id of ["../100", "100/../200", "100?x=1", "100\n", ""]) expect(node()("pct", "config", id)).to.include({ exit: 255, stdout: "" });
  });

  it("draws tables as wide as their text, without UTF-8 in ASCII, without borders where asked", () => {
    const wide = prompt(small({}));
    const ascii = prompt(small({}), { utf8: false });
    expect(wide("pvesh", "get", "/version").stdout).to.match(/^┌─────────┬──────────────────┐\n│ key {5}│ value {12}│\n╞═/);
    expect(ascii("pvesh", "get", "/version").stdout).to.match(/^\+-{9}\+-{18}\+\n\| key {5}\| value {12}\|\n\+={9}\+={18}\+\n/);
    expect(wide("pvesh", "get", "/version", "--noborder", "--noheader").stdout).to.equal("release 9.2\nrepoid  14a22df35955d97d\nversion 9.2.11\n");
    expect(prompt(small({}), { utf8: true, columns: 20 })("pvesh", "get", "/version").stdout.split("\n")[0]).to.have.lengthOf(20);
  });

  it("shows lists with the fields that their rows have, and figures that people read", () => {
    const table = prompt(homelab)("pvesh", "get", "/nodes").stdout;
    expect(table).to.match(/│ node │ status │ {3}cpu │ level │ maxcpu │ {4}maxmem │/);
    expect(table).to.match(/│ pve {2}│ online │ \d+\.\d\d% │ {7}│ +\d+ │ +[\d.]+ GiB │/);
  });

  it("says of itself what it lacks", () => {
    const run = node();
    expect(run("pct", "exec", "200", "--", "ls")).to.deep.equal({ exit: 255, stdout: "", stderr: "the simulator has no 'pct exec'\n" });
    expect(run("pvesh", "get", "/cluster/ceph/status").stderr).to.equal("Method 'GET /cluster/ceph/status' not implemented by the simulator\n");
  });
});
