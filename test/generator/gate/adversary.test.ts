import { once } from "node:events";
import { connect } from "node:tls";
import { expect } from "chai";
import type { Approval, GuestWrites, Stopped, Writes } from "../../../generator/gate/approval";
import { approved } from "../../../generator/gate/approve";
import { openCluster, type Cluster } from "../../../generator/gate/live";
import { readOnly } from "../../../generator/gate/read-only";
import { credentialsFor, serve, type Served } from "../../../generator/gate/server";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { speak } from "./speak";

const scenario = {
  name: "two",
  files: {
    "nodes/pve/qemu-server/100.conf": "name: web\nmemory: 2048\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0\nscsi0: local-lvm:vm-100-disk-0,size=8G\nscsi1: local-lvm:vm-100-disk-1,size=8G\n",
    "nodes/pve/qemu-server/101.conf": "name: db\nmemory: 2048\nscsi0: local-lvm:vm-101-disk-0,size=8G\n",
    "nodes/pve/lxc/200.conf": "hostname: dns\nmemory: 512\nrootfs: local-lvm:vm-200-disk-0,size=4G\nmp0: local-lvm:vm-200-disk-1,mp=/srv,size=4G\n",
    "nodes/pve2/qemu-server/102.conf": "name: far\nmemory: 2048\n",
  },
};

type Trick = readonly [method: "POST" | "PUT" | "DELETE", path: string, body?: string];
const config = "/nodes/pve/qemu/100/config";

/** What a provider might send that was not agreed to, while the plan gives vm 100 more memory and restarts it for that. */
const tricks: Readonly<Record<string, readonly Trick[]>> = {
  "another guest": [["PUT", "/nodes/pve/qemu/101/config", "memory=1"], ["DELETE", "/nodes/pve/qemu/101"], ["POST", "/nodes/pve/qemu/101/status/stop"], ["PUT", "/nodes/pve/lxc/200/config", "memory=1"]],
  "the same number as another type": [["PUT", "/nodes/pve/lxc/100/config", "memory=4096"], ["DELETE", "/nodes/pve/lxc/100"], ["POST", "/nodes/pve/lxc", "vmid=100&ostemplate=x"]],
  "another node": [["PUT", "/nodes/pve2/qemu/100/config", "memory=4096"], ["PUT", "/nodes/pve2/qemu/102/config", "memory=4096"]],
  "another method": [["DELETE", config], ["POST", "/nodes/pve/qemu/100/resize", "disk=scsi0&size=9G"], ["DELETE", "/nodes/pve/qemu/100"], ["DELETE", "/nodes/pve/qemu/100/?purge=1&destroy-unreferenced-disks=1"]],
  "a path that climbs": [["PUT", "/nodes/pve/qemu/100/../101/config", "memory=1"], ["PUT", "/nodes/pve/qemu/100/%2e%2e/101/config", "memory=1"], ["PUT", "/nodes/pve/qemu/100%2f..%2f101/config", "memory=1"], ["PUT", "/nodes/pve/qemu/./101/config", "memory=1"]],
  "a path that is encoded": [["PUT", "/nodes/pve/qemu/%31%30%31/config", "memory=1"], ["PUT", "/nodes/pve/qemu/100%252f..%252f101/config", "memory=1"], ["PUT", "/nodes/pve/%71emu/101//config/", "memory=1"], ["PUT", "/nodes%2fpve%2fqemu%2f101%2fconfig", "memory=1"]],
  "parameters that come twice, or in the query": [["POST", "/nodes/pve/qemu", "vmid=100&vmid=300"], ["PUT", `${config}?skiplock=1`, "memory=4096"], ["PUT", `${config}?cores=64`, "memory=4096"], ["PUT", `${config}?memory=4096`, "memory=1"]],
  "many guests at once": [["POST", "/nodes/pve/stopall"], ["POST", "/nodes/pve/startall"], ["POST", "/nodes/pve/migrateall", "target=pve2"], ["POST", "/nodes/pve/suspendall"], ["POST", "/nodes/pve/execute", 'commands=[{"method":"POST","path":"nodes/pve/qemu/101/status/stop"}]'], ["POST", "/cluster/bulk-action/guest/shutdown", "vms=101"], ["POST", "/nodes/pve/vzdump", "all=1"], ["POST", "/nodes/pve/status", "command=reboot"]],
  "a way in for itself": [["POST", "/access/ticket", "username=root@pam&password=pmpc"], ["POST", "/access/users", "userid=eve@pve"], ["PUT", "/access/acl", "path=/&users=eve@pve&roles=Administrator"], ["POST", "/access/users/root%40pam/token/eve"], ["PUT", "/access/password", "userid=root@pam&password=eve"]],
  "a disk taken away, or another's": [["PUT", config, "memory=4096&delete=scsi1"], ["PUT", config, "memory=4096&delete=net0,scsi1"], ["PUT", config, "delete=scsi0;scsi1"], ["PUT", config, "scsi1=local-lvm:32"], ["PUT", config, "scsi2=local-lvm:vm-101-disk-0"], ["PUT", config, "unused0=local-lvm:vm-101-disk-0"], ["PUT", "/nodes/pve/qemu/100/unlink", "idlist=scsi1&force=1"], ["POST", "/nodes/pve/qemu/100/move_disk", "disk=scsi0&storage=tank&delete=1"], ["POST", "/nodes/pve/qemu/100/move_disk", "disk=scsi0&target-vmid=101"], ["PUT", "/nodes/pve/qemu/100/resize", "disk=scsi0&size=%2b1T"], ["DELETE", "/nodes/pve/storage/local-lvm/content/local-lvm:vm-100-disk-1"]],
  "more of the configuration": [["PUT", config, "memory=4096&args=-device+x"], ["PUT", config, "hookscript=local:snippets/x"], ["PUT", config, "name=mine"], ["PUT", config, "memory=4096&skiplock=1"], ["PUT", config, "memory=4096&force=1"], ["PUT", config, "revert=memory"], ["PUT", config, "cdrom=local:iso/x.iso"], ["POST", config, "protection=0"]],
  "what no provider sends": [["POST", "/nodes/pve/qemu/100/agent/exec", "command=rm"], ["POST", "/nodes/pve/qemu/100/monitor", "command=quit"], ["POST", "/nodes/pve/qemu/100/snapshot", "snapname=x"], ["POST", "/nodes/pve/qemu/100/snapshot/x/rollback"], ["POST", "/nodes/pve/qemu/100/template"], ["POST", "/nodes/pve/qemu/100/migrate", "target=pve2"], ["POST", "/nodes/pve/qemu/100/clone", "newid=300"]],
  "a new guest": [["POST", "/nodes/pve/qemu", "vmid=300"], ["POST", "/nodes/pve/qemu", "vmid=101&archive=local:backup/x.vma&force=1"], ["POST", "/nodes/pve/qemu", "vmid=100&force=1"], ["POST", "/nodes/pve/lxc", "vmid=300&ostemplate=x"]],
  "a path with what only some readers take for an end": [["PUT", "/nodes/pve/qemu/100;101/config", "memory=4096"], ["PUT", "/nodes/pve/qemu/101;100/config", "memory=4096"], ["PUT", "/nodes/pve/qemu/100/config;/../101/config", "memory=4096"], ["PUT", "/nodes/pve/qemu/100/config%3fmemory=1", "memory=4096"], ["PUT", "/nodes/pve/qemu/100/config%23", "memory=4096"], ["PUT", "/nodes/pve/qemu/0100/config", "memory=4096"], ["PUT", "/nodes/pve/qemu/100.0/config", "memory=4096"], ["PUT", "/nodes/pve/qemu/%EF%BC%91%EF%BC%90%EF%BC%90/config", "memory=4096"], ["PUT", "/NODES/pve/QEMU/100/config", "memory=4096"]],
  "another method by a parameter": [["PUT", `${config}?_method=DELETE`, "memory=4096"], ["PUT", config, "memory=4096&_method=DELETE"], ["POST", "/nodes/pve/qemu/100/config?method=DELETE", "memory=4096"]],
  "power that no plan has": [["POST", "/nodes/pve/qemu/100/status/reset"], ["POST", "/nodes/pve/qemu/100/status/suspend", "todisk=1"], ["POST", "/nodes/pve/qemu/100/status/resume"], ["POST", "/nodes/pve/qemu/100/status/stop", "skiplock=1"], ["POST", "/nodes/pve/qemu/100/status/start", "skiplock=yes"], ["POST", "/nodes/pve/qemu/100/sendkey", "key=ctrl-alt-delete"], ["POST", "/nodes/pve/qemu/100/vncproxy"], ["POST", "/nodes/pve/qemu/100/remote_migrate", "target-vmid=100"], ["POST", "/nodes/pve/qemu/100/mtunnel"], ["POST", "/nodes/pve/qemu/100/agent/shutdown"], ["POST", "/nodes/pve/qemu/100/agent/file-write", "file=x&content=y"]],
  "membership of others": [["PUT", "/pools?poolid=lab", "vms=101"], ["PUT", "/pools?poolid=lab", "vms=100,101"], ["PUT", "/pools?poolid=lab", "vms=100%3b101"], ["DELETE", "/pools?poolid=lab"], ["POST", "/pools", "poolid=eve"]],
};

const guest: GuestWrites = { nodes: ["pve"], isNew: false, keys: [], drives: [], cloudInit: false, losing: [], moving: [], storages: [], volumes: [] };

describe("a provider that wants more than was agreed to", () => {
  let simulator: Simulator;
  let cluster: Cluster;
  let gate: Served;
  const stopped: Omit<Stopped, "at">[] = [];

  beforeEach(async () => {
    simulator = await startSimulator({ scenario });
    cluster = openCluster({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } });
  });
  afterEach(async () => {
    stopped.length = 0;
    await gate?.close();
    cluster.close();
    await simulator.close();
  });

  const written = () => simulator.requests.filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`);
  const ask = (method: string, path: string, body = "") => speak(gate, method, path, { headers: { authorization: `PVEAPIToken=${credentialsFor(gate, { as: "token" }).PROXMOX_VE_API_TOKEN}` }, body });
  const digestOf = async (address: string) => String(((await (await cluster.client())!.get(address)).data as { digest: string }).digest);
  const approve = async (...writes: readonly Writes[]) => {
    await gate?.close();
    const approval: Approval = { plan: "plan", writes };
    gate = await serve(approved(approval, { read: cluster.handle, send: ({ request }) => cluster.handle(request), onStopped: (one) => void stopped.push(one) }), { as: "token" }, new Date());
  };
  const moreMemory = async (): Promise<Writes> => ({ address: "vm.web", kinds: ["qemu"], parts: { vmid: "100" }, operations: ["configure", "start", "stop", "restart"], pools: [], guest: { ...guest, keys: ["memory", "balloon"], digest: await digestOf(config) } });

  it("changes nothing while a plan is made, guests are adopted, and their records settle", async () => {
    gate = await serve(readOnly(cluster.handle, "this is a plan"), { as: "token" }, new Date());
    for (const phase of ["plan", "adopt"]) {
      for (const [method, path, body] of [...Object.values(tricks).flat(), ["PUT", config, "memory=4096"] as const]) expect((await ask(method, path, body)).status, `${phase}: ${method} ${path}`).to.be.within(400, 501);
      if (phase === "plan") await approve();
    }
    expect(written()).to.deep.equal([]);
  });

  for (const [what, some] of Object.entries(tricks)) {
    it(`is stopped: ${what}`, async () => {
      for (const [method, path, body] of some) {
        await approve(await moreMemory());
        const { status, reason } = await ask(method, path, body);
        expect(status, `${method} ${path} ${body ?? ""}: ${reason}`).to.be.oneOf([400, 403]);
        expect(reason).to.match(/^pmpc: /);
        expect(written(), `${method} ${path} ${body ?? ""}`).to.deep.equal([]);
      }
    });
  }

  it("gets what was agreed to, and nothing of a guest any more once it wanted too much of it", async () => {
    await approve(await moreMemory());
    expect((await ask("PUT", config, "name=web&memory=4096")).status).to.equal(200);
    expect((await ask("POST", "/nodes/pve/qemu/100/status/shutdown", "timeout=60")).status).to.equal(200);
    expect((await ask("DELETE", "/nodes/pve/qemu/100")).reason).to.equal("pmpc: the plan does not destroy vm 100");
    expect((await ask("POST", "/nodes/pve/qemu/100/status/start")).reason).to.equal("pmpc: the plan does not destroy vm 100");
    expect(written()).to.deep.equal(["PUT /nodes/pve/qemu/100/config", "POST /nodes/pve/qemu/100/status/shutdown"]);
    expect(stopped.map(({ key, request }) => [key, request])).to.deep.equal([["qemu/100", "DELETE /nodes/pve/qemu/100"], ["qemu/100", "POST /nodes/pve/qemu/100/status/start"]]);
  });

  it("restarts nothing where the plan said that it is changed while it runs", async () => {
    await approve({ ...(await moreMemory()), operations: ["configure"] });
    expect((await ask("PUT", config, "memory=4096")).status).to.equal(200);
    for (const verb of ["stop", "shutdown", "reboot", "start"]) expect((await ask("POST", `/nodes/pve/qemu/100/status/${verb}`)).status).to.equal(403);
    expect(written()).to.have.lengthOf(1);
  });

  it("does not meet a guest that somebody changed after it was planned, nor another one of its number", async () => {
    await approve(await moreMemory());
    simulator.cluster.edit(100, (text) => text.replace("web", "other"));
    expect((await ask("PUT", config, "memory=4096")).reason).to.match(/^pmpc: vm 100 has changed since this was planned/);
    await approve({ ...(await moreMemory()), guest: { ...guest, keys: ["memory"] } });
    expect((await ask("PUT", config, "memory=4096")).status).to.equal(403);
    expect(written()).to.deep.equal([]);
  });

  it("destroys what was named, and only that", async () => {
    const digest = await digestOf("/nodes/pve/lxc/200/config");
    await approve({ address: "ct.dns", kinds: ["lxc"], parts: { vmid: "200" }, operations: ["stop", "membership", "destroy"], pools: [], guest: { ...guest, digest } });
    expect((await ask("PUT", "/nodes/pve/lxc/200/config", "memory=1")).status).to.equal(403);
    await approve({ address: "ct.dns", kinds: ["lxc"], parts: { vmid: "200" }, operations: ["stop", "membership", "destroy"], pools: [], guest: { ...guest, digest } });
    expect((await ask("DELETE", "/nodes/pve/qemu/200")).status).to.equal(403);
    expect((await ask("DELETE", "/nodes/pve/lxc/200/")).status).to.equal(200);
    expect((await ask("POST", "/nodes/pve/lxc", "vmid=200&ostemplate=x")).status).to.equal(403);
    expect(written()).to.deep.equal(["DELETE /nodes/pve/lxc/200"]);
  });

  it("makes as many guests as were planned, whatever number they get, and owns none that was there", async () => {
    const made: Writes = { address: "vm.new", kinds: ["qemu"], parts: { node: "pve" }, operations: ["create", "configure", "start"], pools: [], guest: { ...guest, name: "new", isNew: true } };
    await approve(made);
    expect((await ask("PUT", "/nodes/pve/qemu/101/config", "memory=1")).status).to.equal(403);
    await approve(made);
    // Proxmox VE does not make it twice, and the one that is there stays what it was: somebody else's.
    expect((await ask("POST", "/nodes/pve/qemu", "vmid=101&name=new")).status).to.equal(500);
    expect((await ask("PUT", "/nodes/pve/qemu/101/config", "memory=1")).status).to.equal(403);
    await approve(made);
    expect((await ask("POST", "/nodes/pve/qemu", "vmid=300&name=new")).status).to.equal(200);
    expect((await ask("PUT", "/nodes/pve/qemu/300/config", "cores=4")).status).to.equal(200);
    expect((await ask("POST", "/nodes/pve/qemu", "vmid=301&name=new")).status).to.equal(403);
    expect((await ask("PUT", "/nodes/pve/qemu/101/config", "memory=1")).status).to.equal(403);
  });

  /** Sends a body that is a file, which nobody reads on its way. */
  const post = (method: string, path: string, name: string, value: string) => speak(gate, method, path, { headers: { authorization: `PVEAPIToken=${credentialsFor(gate, { as: "token" }).PROXMOX_VE_API_TOKEN}`, "content-type": "multipart/form-data; boundary=b" }, body: `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--\r\n` });

  it("hides nothing in a body that is a file", async () => {
    const pool: Writes = { address: "pool.lab", kinds: ["pool"], parts: { poolid: "lab" }, operations: ["create", "configure"] };
    for (const [method, path, name, value] of [["PUT", "/pools?poolid=lab", "vms", "101"], ["PUT", config, "memory", "1"], ["POST", "/nodes/pve/qemu/100/status/stop", "skiplock", "1"]] as const) {
      await approve(pool, await moreMemory());
      const { status, reason } = await post(method, path, name, value);
      expect([status, reason], path).to.deep.equal([403, `pmpc: a file is sent along with ${method} ${path}`]);
    }
    await approve({ address: "other.thing", kinds: [], parts: {}, operations: [] });
    expect((await post("POST", "/nodes/pve/qemu", "vmid", "101")).status).to.equal(403);
    expect(written()).to.deep.equal([]);
  });

  it("gets nothing more through on a connection on which something was let through", async () => {
    await approve(await moreMemory());
    const { port, host } = new URL(gate.endpoint);
    const token = `Authorization: PVEAPIToken=${credentialsFor(gate, { as: "token" }).PROXMOX_VE_API_TOKEN}`;
    const request = (line: string, body: string, ...more: readonly string[]) => [`${line} HTTP/1.1`, `Host: ${host}`, ...more, "Content-Type: application/x-www-form-urlencoded", `Content-Length: ${body.length}`, "", body].join("\r\n");
    const socket = connect({ host: "127.0.0.1", port: Number(port), ca: gate.certificate, checkServerIdentity: () => undefined });
    let text = "";
    socket.setEncoding("utf8").on("data", (part: string) => (text += part));
    // All at once; the trailer of the first is no header of it.
    const chunked = [`PUT /api2/json${config} HTTP/1.1`, `Host: ${host}`, token, "Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked", "Trailer: X-Http-Method-Override", "", "b", "memory=4096", "0", "X-Http-Method-Override: DELETE", "", ""].join("\r\n");
    socket.write(`${chunked}${request("PUT /api2/json/nodes/pve/qemu/101/config", "memory=1", token)}${request("DELETE /api2/json/nodes/pve/lxc/200", "", "Connection: close")}`);
    await once(socket, "close");
    expect([...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status)).to.deep.equal(["200", "403", "401"]);
    expect(written()).to.deep.equal([`PUT ${config}`]);
  });

  it("writes of a type that nobody knows what it lets it, but no other guest's and none of all guests", async () => {
    await approve({ address: "proxmox_virtual_environment_firewall_rules.web", kinds: [], parts: { vmid: "100" }, operations: [] });
    const never: readonly Trick[] = [...tricks["another guest"]!, ...tricks["many guests at once"]!, ["POST", "/access/ticket", "username=a&password=b"], ["POST", "/nodes/pve/qemu/101/firewall/rules", "action=DROP"], ["POST", "/nodes/pve/qemu/100/move_disk", "disk=scsi0&target-vmid=101"], ["PUT", config, "scsi2=local-lvm:vm-101-disk-0"], ["PUT", "/nodes/pve/disks/wipedisk", "disk=/dev/sda"], ["POST", "/nodes/pve/services/pveproxy/stop"], ["POST", "/cluster/config/join", "hostname=eve"]];
    for (const [method, path, body] of never) expect((await ask(method, path, body)).status, path).to.equal(403);
    expect(written()).to.deep.equal([]);
    await ask("POST", "/nodes/pve/qemu/100/firewall/rules", "action=ACCEPT&type=in");
    expect(written()).to.deep.equal(["POST /nodes/pve/qemu/100/firewall/rules"]);
  });
});
