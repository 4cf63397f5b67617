import { expect } from "chai";
import { parseUserConfig } from "../../lib/pve/file/user-config";
import { allowed, knownPaths, privilegesAt } from "../../simulator/permission";
import { askerOf, small } from "./asker";

const config = (text: string) => parseUserConfig(text);
const names = (text: string, user: string, path: string) => [...privilegesAt(config(text), user, path).keys()].sort();

describe("permission", () => {
  it("hands rights down only where an entry propagates", () => {
    const text = "user:kim@pve:1:0:::::\nacl:0:/vms:kim@pve:PVEPoolUser:\nacl:1:/storage:kim@pve:PVESysAdmin:\n";
    expect(names(text, "kim@pve", "/vms")).to.deep.equal(["Pool.Audit"]);
    expect(names(text, "kim@pve", "/vms/100")).to.deep.equal([]);
    expect(names(text, "kim@pve", "/storage/local")).to.include("Sys.Audit");
  });

  it("lets an entry further down replace those above", () => {
    const text = "user:kim@pve:1:0:::::\nacl:1:/:kim@pve:PVEAdmin:\nacl:1:/vms/100:kim@pve:PVEPoolUser:\nacl:1:/vms/101:kim@pve:NoAccess:\n";
    expect(names(text, "kim@pve", "/vms/100")).to.deep.equal(["Pool.Audit"]);
    expect(names(text, "kim@pve", "/vms/101")).to.deep.equal([]);
    expect(names(text, "kim@pve", "/vms/102")).to.have.lengthOf(40);
  });

  it("puts a user's own entry before those of groups", () => {
    const text = "user:kim@pve:1:0:::::\nuser:ada@pve:1:0:::::\ngroup:it:kim@pve,ada@pve:\nacl:1:/:@it:PVEAdmin:\nacl:1:/:kim@pve:PVEPoolUser:\n";
    expect(names(text, "kim@pve", "/")).to.deep.equal(["Pool.Audit"]);
    expect(names(text, "ada@pve", "/vms/1000")).to.have.lengthOf(40);
  });

  it("gives a separated token what both its own entries and its user's allow", () => {
    const text =
      "user:kim@pve:1:0:::::\ntoken:kim@pve!aa:0:1::\ntoken:kim@pve!bb:0:0::\nacl:1:/:kim@pve:PVEAuditor:\nacl:1:/vms:kim@pve!aa:PVEVMUser:\n";
    expect(names(text, "kim@pve!aa", "/vms/100")).to.deep.equal(["VM.Audit", "VM.GuestAgent.Audit"]);
    expect(names(text, "kim@pve!aa", "/storage/local")).to.deep.equal([]);
    expect(names(text, "kim@pve!bb", "/storage/local")).to.include("Datastore.Audit");
  });

  it("hands a pool's rights to its members", () => {
    const text = "user:kim@pve:1:0:::::\npool:lab::100:tank:\nacl:1:/pool/lab:kim@pve:PVEVMUser:\n";
    expect(allowed(config(text), "kim@pve", "/vms/100", ["VM.Audit"])).to.equal(true);
    expect(allowed(config(text), "kim@pve", "/storage/tank", ["VM.Audit"])).to.equal(true);
    expect(allowed(config(text), "kim@pve", "/vms/101", ["VM.Audit"])).to.equal(false);
  });

  it("gives root@pam everything, but not its separated tokens", () => {
    const text = "user:root@pam:1:0:::::\ntoken:root@pam!sep:0:1::\ntoken:root@pam!all:0:0::\n";
    expect(names(text, "root@pam", "/vms/100")).to.have.lengthOf(47);
    expect(names(text, "root@pam!all", "/vms/100")).to.have.lengthOf(47);
    expect(names(text, "root@pam!sep", "/vms/100")).to.have.lengthOf(0);
  });

  it("knows the paths of pools' members", () => {
    expect(knownPaths(config("pool:lab::100:tank:\n"))).to.include.members(["/", "/vms", "/vms/100", "/storage/tank"]);
  });
});

describe("a token with few rights", () => {
  const machine = (name: string, tags: string) => `name: ${name}\nmemory: 512\ntags: ${tags}\n`;
  const asker = askerOf(
    small({
      "nodes/pve/qemu-server/100.conf": machine("seen", "blue"),
      "nodes/pve/qemu-server/101.conf": machine("hidden", "red"),
      "nodes/pve/lxc/200.conf": "hostname: box\nlxc.environment.runtime: A=1\n",
      "user.cfg":
        "user:kim@pve:1:0:::::\ntoken:kim@pve!tt:0:0::\npool:lab::100::\nacl:1:/vms/100:kim@pve:PVEAuditor:\nacl:1:/vms/200:kim@pve:PVEAuditor:\n",
    }),
    { "kim@pve!tt": "s" },
  );
  const token = "kim@pve!tt=s";

  it("finds lists shorter, and no word about it", () => {
    const rows = asker.data<{ id: string }[]>("/cluster/resources", token);
    expect(rows.map(({ id }) => id)).to.deep.equal(["qemu/100", "lxc/200", "node/pve"]);
    expect(asker.data("/nodes/pve/qemu", token)).to.have.lengthOf(1);
    expect(asker.data("/storage", token)).to.deep.equal([]);
    expect(asker.data("/nodes/pve/storage", token)).to.deep.equal([]);
    expect(asker.data("/pools", token)).to.deep.equal([]);
  });

  it("learns neither the pool of a guest nor the figures of a node", () => {
    const [guest, , node] = asker.data<Record<string, unknown>[]>("/cluster/resources", token);
    expect(guest).to.include({ name: "seen" }).and.not.have.property("pool");
    expect(node).to.not.have.property("maxmem");
    expect(asker.data("/cluster/options", token)).to.deep.equal({ "allowed-tags": ["blue"] });
  });

  it("is refused with the path and the right, whether the guest exists or not", () => {
    for (const vmId of [101, 999]) {
      const { status, reason } = asker.get(`/nodes/pve/qemu/${vmId}/config`, token);
      expect([status, reason]).to.deep.equal([403, `Permission check failed (/vms/${vmId}, VM.Audit)`]);
    }
  });

  it("cannot read a container that has an environment", () => {
    const refused = [403, "Permission check failed (/vms/200, VM.Config.Options)"];
    for (const address of ["config", "pending"]) {
      const { status, reason } = asker.get(`/nodes/pve/lxc/200/${address}`, token);
      expect([status, reason]).to.deep.equal(refused);
    }
    expect(asker.data("/nodes/pve/lxc/200/config")).to.include({ env: "A=1" });
  });
});
