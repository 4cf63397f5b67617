import { expect } from "chai";
import { demoTokens } from "../../simulator/demo-token";
import { block } from "../../simulator/scenario/text";
import { askerOf, noon, type Asker } from "./asker";

const files = {
  "nodes/pve1/qemu-server/100.conf": "name: web\nscsi0: isos:100/vm-100-disk-0.raw,size=32G\n",
  "nodes/pve1/lxc/485.conf": "hostname: b\nrootfs: isos:485/vm-485-disk-0.raw,size=1G\n",
  "nodes/pve1/lxc/486.conf": "hostname: c\nlock: backup\nrootfs: isos:486/vm-486-disk-0.raw,size=1G\n",
  "storage.cfg": block(`
    dir: local
    	path /var/lib/vz
    	content backup

    dir: isos
    	path /srv/isos
    	content iso,images,rootdir

    pbs: safe
    	datastore main
    	server pbs.lan
    	content backup
  `),
};

describe("a backup that is made at once", () => {
  let asker: Asker;
  const at = "/nodes/pve1";
  const backUp = (body: Readonly<Record<string, string | number>>, token: string = demoTokens.root) => asker.post(`${at}/vzdump`, body as never, token);
  const result = (body: Readonly<Record<string, string | number>>) => {
    const { status, body: answered } = backUp(body);
    expect(status).to.equal(200);
    const task = asker.cluster.tasks.find(({ upid }) => upid === (answered as { readonly data: string }).data)!;
    return task;
  };
  const stored = (storage: string) => asker.data<readonly Readonly<Record<string, unknown>>[]>(`${at}/storage/${storage}/content?content=backup`);

  beforeEach(() => {
    asker = askerOf({ name: "dump", files });
  });

  it("is listed on its storage, as Proxmox VE lists it, with its notes", () => {
    const { upid, result: end, log } = result({ vmid: 485, storage: "local", compress: "zstd", "notes-template": "{{guestname}} {{vmid}}" });
    expect([upid.split(":").slice(5, 7), end, log.at(-1)]).to.deep.equal([["vzdump", "485"], "OK", "TASK OK"]);
    const [one] = stored("local");
    const name = `vzdump-lxc-485-${new Date(noon * 1000).toISOString().slice(0, 19).replace(/[-:]/g, "_").replace("T", "-")}.tar.zst`;
    expect(one).to.deep.include({ volid: `local:backup/${name}`, content: "backup", ctime: noon, format: "tar.zst", notes: "b 485", subtype: "lxc", vmid: 485 });
    expect(asker.data(`${at}/storage/local/content/local:backup/${name}`)).to.include({ path: `/var/lib/vz/dump/${name}`, notes: "b 485" });
  });

  it("is of every guest of the node where all are asked for, and one that is locked fails alone", () => {
    expect(result({ all: 1, storage: "local" })).to.include({ result: "job errors" });
    expect(stored("local").map(({ vmid, format }) => [vmid, format])).to.have.deep.members([[100, "vma"], [485, "tar"]]);
  });

  it("is a snapshot on a backup server", () => {
    expect(result({ vmid: 100, storage: "safe" })).to.include({ result: "OK" });
    expect(stored("safe")).to.have.lengthOf(1);
    expect(stored("safe")[0]).to.include({ volid: `safe:backup/vm/100/${new Date(noon * 1000).toISOString().slice(0, 19)}Z`, format: "pbs-vm", subtype: "qemu", vmid: 100 });
  });

  it("fails as there: on a storage for other things, on none, of a guest that is not there", () => {
    expect(result({ vmid: 100, storage: "isos" }).result).to.equal("could not get storage information for 'isos': can't use storage 'isos' for backups - wrong content type");
    expect(result({ vmid: 100, storage: "nope" }).result).to.equal("could not activate storage 'nope': storage 'nope' does not exist could not get storage information for 'nope': storage 'nope' does not exist");
    expect(result({ vmid: 999, storage: "local" }).result).to.equal("job errors");
    expect(stored("local")).to.deep.equal([]);
  });

  it("needs the right to use the storage", () => {
    const { status, reason } = backUp({ vmid: 100, storage: "local" }, demoTokens.auditor);
    expect([status, reason]).to.deep.equal([403, "Permission check failed (/storage/local, Datastore.AllocateSpace)"]);
  });
});
