import { expect } from "chai";
import { demoTokens } from "../../simulator/demo-token";
import { block } from "../../simulator/scenario/text";
import { askerOf, small } from "./asker";

const files = {
  "nodes/pve1/qemu-server/100.conf": block(`
    scsi0: thin:vm-100-disk-0,size=32G
    scsi1: zfs:base-900-disk-0/vm-100-disk-1,size=8G
    ide2: dir:iso/x.iso,media=cdrom
    ide0: thin:vm-100-cloudinit,media=cdrom
    unused0: dir:100/vm-100-disk-2.qcow2
    sata0: /dev/sdb,size=1T

    [old]
    scsi0: thin:vm-100-disk-9,size=16G
    vmstate: dir:100/vm-100-state-old.raw
  `),
  "nodes/pve2/lxc/200.conf": "rootfs: zfs:subvol-200-disk-0,size=4G\nmp0: rbd:vm-200-disk-1,mp=/x,size=2G\nmp1: /tank,mp=/tank\n",
  "storage.cfg": block(`
    dir: dir
    	path /srv/dir
    	content images,iso,backup,snippets

    lvmthin: thin
    	vgname vg
    	thinpool data
    	content images,rootdir

    zfspool: zfs
    	pool rpool/data
    	content images,rootdir
    	sparse

    rbd: rbd
    	pool vms
    	content images,rootdir
  `),
};
const volumes = [
  { id: "dir:iso/x.iso", size: 1000, createdAt: 5 },
  { id: "dir:snippets/a.yaml", size: 10, createdAt: 5 },
  { id: "dir:backup/vzdump-qemu-100-2026_01_01-00_00_00.vma.zst", size: 77, createdAt: 6, notes: "one" },
];

describe("volumes", () => {
  const asker = askerOf(small(files, { volumes }));
  const content = (node: string, storage: string, query = "") =>
    asker.data<Record<string, unknown>[]>(`/nodes/${node}/storage/${storage}/content${query}`);

  it("follow from the configurations, snapshots included", () => {
    expect(content("pve1", "thin").map(({ volid, size }) => [volid, size])).to.deep.equal([
      ["thin:vm-100-cloudinit", 4 * 2 ** 20],
      ["thin:vm-100-disk-0", 32 * 2 ** 30],
      ["thin:vm-100-disk-9", 16 * 2 ** 30],
    ]);
    expect(content("pve1", "thin")[0]).to.deep.include({ content: "images", format: "raw", vmid: 100, ctime: "1710000000" });
  });

  it("are on their node alone, unless the storage is shared", () => {
    expect(content("pve2", "thin")).to.deep.equal([]);
    expect(content("pve1", "rbd")).to.have.lengthOf(1);
    expect(content("pve2", "zfs")).to.deep.equal([
      { volid: "zfs:subvol-200-disk-0", content: "rootdir", format: "subvol", size: 4 * 2 ** 30, vmid: 200, name: "subvol-200-disk-0", parent: null },
    ]);
  });

  it("are beside the files of the storage", () => {
    expect(content("pve1", "dir", "?content=iso")).to.deep.equal([{ volid: "dir:iso/x.iso", content: "iso", format: "iso", size: 1000, ctime: 5 }]);
    expect(content("pve1", "dir", "?content=backup")[0]).to.include({ vmid: 100, subtype: "qemu", format: "vma.zst", notes: "one" });
    expect(content("pve1", "dir", "?vmid=100").map(({ volid }) => volid)).to.include("dir:100/vm-100-disk-2.qcow2");
  });

  it("answer one by one, however the slash is written", () => {
    const one = (storage: string, id: string) => asker.data(`/nodes/pve1/storage/${storage}/content/${id}`);
    expect(one("thin", "thin:vm-100-disk-0")).to.include({ path: "/dev/vg/vm-100-disk-0", format: "raw", size: 32 * 2 ** 30 });
    expect(one("zfs", encodeURIComponent("zfs:base-900-disk-0/vm-100-disk-1"))).to.include({ path: "/dev/zvol/rpool/data/vm-100-disk-1" });
    expect(one("dir", "dir:100/vm-100-disk-2.qcow2")).to.include({ path: "/srv/dir/images/100/vm-100-disk-2.qcow2", format: "qcow2" });
    expect(one("dir", "dir:iso%2Fx.iso")).to.include({ path: "/srv/dir/template/iso/x.iso", size: 1000 });
    expect(one("rbd", "rbd:vm-200-disk-1").used).to.be.a("number");
  });

  it("say why there is none", () => {
    const says = (storage: string, id: string) => {
      const { status, reason, body } = asker.get(`/nodes/pve1/storage/${storage}/content/${encodeURIComponent(id)}`);
      return [status, body?.errors ?? reason];
    };
    expect(says("thin", "thin:vm-100-disk-5")).to.deep.equal([500, "file_size_info on 'thin:vm-100-disk-5' failed"]);
    expect(says("dir", "dir:iso/no.iso")).to.deep.equal([500, "volume_size_info on 'dir:iso/no.iso' failed - no format"]);
    expect(says("dir", "thin:vm-100-disk-0")).to.deep.equal([400, { volume: "storage ID mismatch (thin != dir)\n" }]);
    expect(says("dir", "x")).to.deep.equal([500, "unable to parse directory volume name 'x'"]);
  });

  it("are hidden from an auditor, but for ISO images", () => {
    const seen = (storage: string) =>
      asker.data<Record<string, unknown>[]>(`/nodes/pve1/storage/${storage}/content`, demoTokens.auditor).map(({ volid }) => volid);
    expect(seen("thin")).to.deep.equal([]);
    expect(seen("dir")).to.deep.equal(["dir:iso/x.iso"]);
    expect(asker.get("/nodes/pve1/storage/thin/content/thin:vm-100-disk-0", demoTokens.auditor).reason).to.equal(
      "Permission check failed (/vms/100, VM.Config.Disk)",
    );
  });

  it("lie on storages whose configuration has PVE's types", () => {
    expect(asker.data("/storage/zfs")).to.include({ storage: "zfs", type: "zfspool", sparse: 1, pool: "rpool/data" });
    expect(asker.data("/storage/rbd")).to.include({ shared: 1 });
    expect(asker.get("/storage/zfs", demoTokens.auditor).reason).to.equal("Permission check failed (/storage/zfs, Datastore.Allocate)");
  });

  it("come from elsewhere as large as their URL was said to be", () => {
    const { cluster, ...own } = askerOf(small(files, { volumes }));
    const url = "https://example.com/a/debian.iso";
    const { filename, size } = own.data<{ filename: string; size: number }>(`/nodes/pve1/query-url-metadata?url=${encodeURIComponent(url)}`);
    expect(filename).to.equal("debian.iso");
    expect(own.post("/nodes/pve1/storage/dir/download-url", { url, filename, content: "iso" }).status).to.equal(200);
    expect(cluster.volumes.find(({ id }) => id === "dir:iso/debian.iso")).to.deep.include({ size });
    expect(own.get("/nodes/pve1/query-url-metadata?url=http://127.0.0.1:9/x.iso").reason).to.equal(
      "invalid server response: '500 Can't connect to 127.0.0.1:9 (Connection refused)'",
    );
  });
});
