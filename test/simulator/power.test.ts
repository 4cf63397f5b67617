import { expect } from "chai";
import { parseUpid } from "../../lib/pve/upid";
import { askerOf, noon, small } from "./asker";

const files = {
  "nodes/pve/qemu-server/100.conf": "memory: 512\nname: vm\n",
  "nodes/pve/qemu-server/101.conf": "memory: 512\nname: locked\nlock: backup\n",
  "nodes/pve/qemu-server/102.conf": "memory: 512\nname: form\ntemplate: 1\n",
  "nodes/pve/lxc/200.conf": "hostname: ct\n",
  "user.cfg": "user:kim@pve:1:0:::::\ntoken:kim@pve!tt:0:0::\nacl:1:/vms/100:kim@pve:PVEVMUser:\nuser:ada@pve:1:0:::::\ntoken:ada@pve!tt:0:0::\n",
};

describe("power", () => {
  let time = noon;
  const fresh = () => askerOf(small(files), { "kim@pve!tt": "s", "ada@pve!tt": "s" }, () => time);
  let asker = fresh();
  const order = (guest: string, verb: string, body = {}, token?: string) => asker.post(`/nodes/pve/${guest}/status/${verb}`, body, token);
  const task = (guest: string, verb: string, token?: string) => {
    const upid = String(order(guest, verb, {}, token).body?.data);
    return asker.data<Record<string, unknown>>(`/nodes/pve/tasks/${upid}/status`);
  };
  const state = (guest: string) => asker.data<Record<string, unknown>>(`/nodes/pve/${guest}/status/current`);

  beforeEach(() => {
    time = noon;
    asker = fresh();
  });

  it("starts, and answers with a task of its node and type", () => {
    const upid = String(order("qemu/100", "start").body?.data);
    expect(parseUpid(upid)).to.include({ node: "pve", type: "qmstart", id: "100", user: "root@pam!pmpc", startTime: noon });
    expect(asker.data(`/nodes/pve/tasks/${encodeURIComponent(upid)}/status`)).to.include({
      status: "stopped",
      exitstatus: "OK",
      user: "root@pam",
      tokenid: "pmpc",
    });
    expect(state("qemu/100")).to.include({ status: "running", qmpstatus: "running", uptime: 1 });
    time += 60;
    expect(state("qemu/100")).to.include({ uptime: 60 });
  });

  it("gives every task a number of its own", () => {
    const upids = ["start", "stop", "start", "stop"].map((verb) => order("qemu/100", verb).body?.data);
    expect(new Set(upids).size).to.equal(4);
  });

  it("stops and shuts down; a virtual machine that is stopped does not mind", () => {
    for (const verb of ["start", "stop", "stop", "shutdown"]) expect(task("qemu/100", verb), verb).to.include({ exitstatus: "OK" });
    expect(state("qemu/100")).to.include({ status: "stopped", qmpstatus: "stopped", uptime: 0 }).and.not.have.property("pid");
  });

  it("suspends a machine, which goes on to be called running", () => {
    order("qemu/100", "start");
    order("qemu/100", "suspend");
    expect(state("qemu/100")).to.include({ status: "running", qmpstatus: "paused" });
    order("qemu/100", "resume");
    expect(state("qemu/100")).to.include({ qmpstatus: "running" });
  });

  it("begins the time a guest is up anew when it reboots", () => {
    order("lxc/200", "start");
    time += 1000;
    order("lxc/200", "reboot");
    time += 10;
    expect(state("lxc/200")).to.include({ status: "running", uptime: 10 });
  });

  it("refuses at once or fails in the task, as the two types differ", () => {
    const reason = (guest: string, verb: string) => order(guest, verb).reason;
    expect(reason("qemu/100", "reset")).to.equal("VM 100 not running");
    expect(reason("lxc/200", "stop")).to.equal("CT 200 not running");
    expect(reason("lxc/200", "reboot")).to.equal("VM 200 not running");
    expect(task("qemu/101", "start")).to.include({ exitstatus: "VM is locked (backup)" });
    expect(task("qemu/102", "start")).to.include({ exitstatus: "you can't start a vm if it's a template" });
    expect(task("qemu/999", "start")).to.include({ exitstatus: "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist" });
    expect(task("qemu/999", "stop")).to.include({ exitstatus: "unable to find configuration file for VM 999 on node 'pve'" });
    order("lxc/200", "start");
    expect(reason("lxc/200", "start")).to.equal("CT 200 already running");
    order("qemu/100", "start");
    expect(task("qemu/100", "start")).to.include({ exitstatus: "VM 100 already running" });
  });

  it("needs VM.PowerMgmt, and more than a token to skip a lock", () => {
    expect(order("lxc/200", "start", {}, "kim@pve!tt=s").reason).to.equal("Permission check failed (/vms/200, VM.PowerMgmt)");
    expect(order("qemu/100", "start", { skiplock: 1 }).body?.errors).to.deep.equal({ skiplock: "Only root may use this option." });
    expect(order("qemu/100", "start", { timeout: -1 }).body?.errors).to.deep.equal({ timeout: "value must have a minimum value of 0" });
  });

  it("writes logs, page by page", () => {
    const upid = String(order("qemu/101", "start").body?.data);
    expect(asker.get(`/nodes/pve/tasks/${upid}/log`).body).to.deep.equal({ data: [{ n: 1, t: "TASK ERROR: VM is locked (backup)" }], total: 1 });
    expect(asker.get(`/nodes/pve/tasks/${upid}/log?start=1`).body).to.deep.equal({ data: [], total: 1 });
  });

  it("lists tasks, the newest first, and filters them", () => {
    ["start", "stop"].forEach((verb) => order("qemu/100", verb));
    order("qemu/101", "start");
    const types = (query: string) => asker.data<{ type: string; id: string }[]>(`/nodes/pve/tasks${query}`).map(({ type, id }) => `${type} ${id}`);
    expect(types("")).to.deep.equal(["qmstart 101", "qmstop 100", "qmstart 100"]);
    expect(types("?vmid=100&limit=1")).to.deep.equal(["qmstop 100"]);
    expect(types("?errors=1")).to.deep.equal(["qmstart 101"]);
    expect(types("?typefilter=qmstop")).to.deep.equal(["qmstop 100"]);
    expect(types("?source=active")).to.deep.equal([]);
    expect(asker.get("/nodes/pve/tasks?limit=1").body).to.include({ total: 3 });
  });

  it("shows somebody else's task to those with Sys.Audit only", () => {
    const upid = String(order("qemu/100", "start", {}, "kim@pve!tt=s").body?.data);
    expect(asker.get(`/nodes/pve/tasks/${upid}/status`, "kim@pve!tt=s").status).to.equal(200);
    expect(asker.get(`/nodes/pve/tasks/${upid}/status`, "ada@pve!tt=s").reason).to.equal("Permission check failed (/nodes/pve, Sys.Audit)");
    expect(asker.data("/nodes/pve/tasks", "ada@pve!tt=s")).to.deep.equal([]);
    expect(asker.data("/cluster/tasks", "kim@pve!tt=s")).to.have.lengthOf(1);
  });

  it("knows no task that nobody started", () => {
    const upid = "UPID:pve:00000001:00000001:00000001:qmstart:100:root@pam:";
    expect(asker.get(`/nodes/pve/tasks/${upid}/status`).body?.errors).to.deep.equal({ upid: "no such task" });
    expect(asker.get("/nodes/pve/tasks/UPID:nope/status").body?.errors).to.deep.equal({ upid: "unable to parse worker upid" });
  });
});
