import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { newFolder, pmpc, reach, remove } from "./command";

describe("the status of a cluster that can be asked", () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  const environment = () => ({ PROXMOX_VE_API_TOKEN: simulator.tokens.auditor });
  before(async () => {
    simulator = await startSimulator({ scenario: "office" });
    folder = newFolder();
    await pmpc(["import", ...reach(simulator), "--out", ".", "--no-verify"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("asks with the environment's token and reads only", async () => {
    const asked = simulator.requests.length;
    simulator.cluster.setNodeOnline("pve2", false);
    const { code, stdout, stderr } = await pmpc(["status"], folder, environment());
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^ {2}now +\d of \d nodes online, pve2 not$/m);
    expect(stdout).to.match(/^ {2}restart +\d+ guests? on (a node|nodes) that (does|do) not answer: whether .* is not known\n( {14}\w+ \d+( \S+)? on pve2\n)+/m);
    expect(simulator.requests.slice(asked).map(({ method, address }) => `${method} ${address}`).sort()).to.deep.equal(["GET /access/users?full=1", "GET /cluster/backup-info/not-backed-up", "GET /cluster/resources", "GET /cluster/status", "GET /cluster/tasks"]);
    simulator.cluster.setNodeOnline("pve2", true);
  });

  it("tells what waits for a restart, of the guests that a task has changed", async () => {
    const [vmId] = simulator.cluster.guests().filter((one) => simulator.cluster.isRunning(one) && /^scsi0|^virtio0|^sata0/m.test(simulator.cluster.text(one)));
    const before = simulator.cluster.text(vmId!);
    simulator.cluster.edit(vmId!, (text) => text.replace(/\n(?=\[|$)/, "\n[PENDING]\nmemory: 4096\n\n"));
    const asked = simulator.requests.length;
    expect((await pmpc(["status"], folder, environment())).stdout).to.not.contain("run without");
    expect(simulator.requests.slice(asked).filter(({ address }) => address.endsWith("/pending"))).to.deep.equal([]);
    simulator.cluster.edit(vmId!, () => before);
  });

  it("tells what waits for a restart in a small cluster", async () => {
    const small = await startSimulator();
    const place = newFolder();
    await pmpc(["import", ...reach(small), "--out", ".", "--no-verify"], place);
    small.cluster.edit(110, (text) => `${text.trimEnd()}\n\n[PENDING]\nmemory: 4096\ndelete: onboot\n`);
    const { stdout } = await pmpc(["status"], place, { PROXMOX_VE_API_TOKEN: small.tokens.auditor });
    const told = JSON.parse((await pmpc(["status", "--json"], place, { PROXMOX_VE_API_TOKEN: small.tokens.auditor })).stdout).health.waiting;
    await small.close();
    remove(place);
    expect(told).to.deep.equal(["vm 101 homeassistant: memory", "vm 110 k3s-server-1: memory, onboot"]);
    expect(stdout).to.match(/^ {2}restart +2 guests run without their changes\n +vm 101 homeassistant: memory\n +vm 110 k3s-server-1: memory, onboot$/m);
  });

  it("counts guests that were made in the code, and tells which the cluster did not have, until they are taken out", async () => {
    const [small, place] = [await startSimulator(), newFolder()];
    await pmpc(["import", ...reach(small), "--out", ".", "--no-verify"], place);
    const looked = async () => (await pmpc(["status"], place)).stdout.split("\n").filter((line) => /^ {2}(in code|not seen|adopted) /.test(line)).map((line) => line.replace(/ +/g, " "));
    const before = await looked();
    expect(before[0]).to.equal(" in code 15 guests");
    await pmpc(["create", "vm", "--name", "web-02", "--from", "9000"], place);
    expect(await looked()).to.deep.equal([" in code 16 guests", " not seen 1 guest of the code, which the cluster did not have when it was read last", before[1]!]);
    appendFileSync(join(place, "guests/pve.ts"), '\nexport const more = (cluster: Pve) => new Container(cluster, "by-hand", { vmId: 777, node: cluster.pve });\n');
    expect((await looked())[0], "what a person wrote").to.equal(" in code 17 guests");
    await pmpc(["delete", "vm", "web-02"], place);
    expect((await looked())[0]).to.equal(" in code 16 guests");
    await small.close();
    remove(place);
  });

  it("asks nobody without a token, or with --offline", async () => {
    const asked = simulator.requests.length;
    expect((await pmpc(["status"], folder)).stdout).to.not.match(/^ {2}now /m);
    expect((await pmpc(["status", "--offline"], folder, environment())).stdout).to.not.match(/^ {2}now /m);
    expect(simulator.requests.length).to.equal(asked);
  });

  it("is shown again and again by watch", async () => {
    const { code, stdout } = await pmpc(["watch", "--times", "2", "--interval", "1", "--offline"], folder);
    expect([code, stdout.match(/^ {2}workspace /gm)?.length]).to.deep.equal([0, 2]);
  });

  it("says that the cluster does not answer, and what was seen last", async () => {
    await simulator.close();
    const { code, stdout } = await pmpc(["status"], folder, environment());
    expect(code).to.equal(0);
    expect(stdout).to.match(/^ {2}now +the cluster could not be asked; this was seen last\n +https:\/\/127\.0\.0\.1:\d+ cannot be reached/m).and.match(/^ {2}seen +\d+ virtual machines/m);
    simulator = await startSimulator();
  });
});
