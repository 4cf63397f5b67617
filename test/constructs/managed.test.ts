import { expect } from "chai";
import { TerraformStack } from "cdktf";
import {
  Acl, BackupJob, Bridge, CifsStorage, Container, DirectoryStorage, Duration, Group, GuestFirewallSettings, HaResource, Image, LvmStorage, LvmThinStorage, NfsStorage, Node, PbsStorage, PciMapping, Pool, PoolMember,
  ProxmoxProvider, ProxmoxStack, Role, Size, Snippet, Storage, VirtualMachine, ZfsStorage,
} from "../../constructs/index";
import { synthesise } from "../support/synthesis";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

function resources(build: (stack: TerraformStack) => void, Stack: typeof TerraformStack = ProxmoxStack): Resources & { readonly import?: unknown } {
  const { home } = synthesise((app) => {
    const stack = new Stack(app, "home");
    new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
    build(stack);
  });
  const { resource, import: imports } = JSON.parse(home!, (key, value) => (key === "//" ? undefined : value));
  return { ...resource, ...(imports === undefined ? {} : { import: imports }) };
}

describe("what is managed besides guests", () => {
  it("is an image that Proxmox VE downloads", () => {
    const { proxmox_download_file: files } = resources((stack) => {
      const to = { node: Node.fromName(stack, "pve1"), storage: Storage.fromName(stack, "local") };
      new Image(stack, "alpine", { ...to, url: "https://example.org/alpine.tar.xz" });
      new Image(stack, "noble", {
        ...to, url: "https://example.org/noble.img?x=1", content: "import", fileName: "noble.qcow2", overwrite: false, timeout: Duration.minutes(30),
        checksum: { algorithm: "sha256", value: "abc" }, removalPolicy: "protect",
      });
    });
    expect(files!.alpine).to.deep.include({ node_name: "pve1", datastore_id: "local", content_type: "vztmpl", url: "https://example.org/alpine.tar.xz" }).and.not.have.property("lifecycle");
    expect(files!.noble).to.deep.include({
      content_type: "import", file_name: "noble.qcow2", overwrite: false, upload_timeout: 1800, checksum: "abc", checksum_algorithm: "sha256", lifecycle: { prevent_destroy: true },
    });
  });

  it("is a snippet whose text is data, tokens apart", () => {
    const { proxmox_virtual_environment_file: files, proxmox_virtual_environment_vm: machines } = resources((stack) => {
      const db = new Container(stack, "db", { node: "pve1" });
      const text = Snippet.cloudConfig({ runcmd: ["echo ${HOME} %{x}", `psql -h ${db.ipv4Address}`] });
      const user = new Snippet(stack, "user", { node: "pve1", storage: "local", text });
      new Snippet(stack, "hook", { node: "pve1", storage: "local", text: "#!/bin/sh\n", fileName: "hook.sh", executable: true });
      new VirtualMachine(stack, "web", { node: "pve1", cloudInit: { userData: user } });
    });
    const { source_raw: raw } = files!.user as { source_raw: { data: string; file_name: string } };
    expect(raw.file_name).to.equal("user.yaml");
    expect(raw.data).to.match(/^#cloud-config\n/).and.contain("echo $${HOME} %%{x}").and.contain("psql -h ${try(");
    expect(files!.hook).to.deep.include({ content_type: "snippets", file_mode: "0700" });
    expect(machines!.web!.initialization).to.deep.equal({ user_data_file_id: "${proxmox_virtual_environment_file.user.id}" });
  });

  it("is adopted by ids without references, which Terraform takes from 1.6 on only; the number of a guest is not lost in texts, and an adopted container has it in its id alone", () => {
    const all = resources((stack) => {
      const pool = new Pool(stack, "racks", { adopt: true });
      const dns = new Container(stack, "dns", { adopt: true, node: "pve1", vmId: 200 });
      const ops = new Group(stack, "ops", { adopt: true });
      const operator = new Role(stack, "Operator", { adopt: true, privileges: ["VM.Audit"] });
      const gpu = new PciMapping(stack, "gpu", { adopt: true, devices: [{ node: "pve1", path: "0000:01:00.0", id: "10de:26b9" }] });
      new VirtualMachine(stack, "web", { adopt: true, node: "pve1", vmId: 100, machine: "q35", pciDevices: [{ slot: "hostpci0", mapping: gpu, pcie: true }] });
      new PoolMember(stack, "dns-in-racks", { adopt: true, pool, guest: dns });
      new HaResource(stack, "dns-ha", { adopt: true, guest: dns });
      new BackupJob(stack, "nightly", { adopt: true, schedule: "02:00", storage: "nas", guests: [dns, 101] });
      new Acl(stack, "ops-operate", { adopt: true, path: "/vms/200", role: operator, group: ops });
      new GuestFirewallSettings(stack, "dns-firewall", { adopt: true, node: "pve1", container: dns, enabled: true });
    });
    const ids = Object.fromEntries((all.import as readonly { to: string; id: string }[]).map(({ to, id }) => [to.split(".")[1], id]));
    expect(ids).to.deep.include({ "dns-in-racks": "racks/vm/200", "dns-ha": "ct:200", "ops-operate": "/vms/200?ops?Operator", "dns-firewall": "container/pve1/200" });
    expect(all.proxmox_pool_membership!["dns-in-racks"]).to.include({ pool_id: "${proxmox_virtual_environment_pool.racks.pool_id}", vm_id: "${proxmox_virtual_environment_container.dns.id}" });
    expect(all.proxmox_haresource!["dns-ha"]).to.include({ resource_id: "ct:${proxmox_virtual_environment_container.dns.id}" });
    expect(all.proxmox_backup_job!.nightly).to.deep.include({ vmid: ["${proxmox_virtual_environment_container.dns.id}", "101"] });
    expect((all.proxmox_virtual_environment_vm!.web as { hostpci: object[] }).hostpci[0]).to.include({ mapping: "${proxmox_hardware_mapping_pci.gpu.name}" });
  });

  it("is a bridge, a storage and a pool, which guests refer to", () => {
    const all = resources((stack) => {
      const bridge = new Bridge(stack, "vmbr1", { node: "pve1", ports: ["enp1s0"], vlanAware: true, vlanIds: "2-4094", address: "10.0.0.1/24" });
      const storage = new NfsStorage(stack, "nas", { server: "nas", export: "/pve", retention: { keepDaily: 7 }, content: ["backup"], nodes: ["pve1", Node.fromName(stack, "pve2")] });
      const pool = new Pool(stack, "prod", { comment: "${not a template}" });
      pool.addStorage("nas", storage);
      new VirtualMachine(stack, "web", { node: "pve1", pool, disks: [{ interface: "scsi0", storage }], networkDevices: [{ bridge }] });
      new Container(stack, "db", { node: "pve1", pool, rootDisk: { storage }, mountPoints: [{ volume: storage, size: Size.gibibytes(8), path: "/srv" }] });
    });
    expect(all.proxmox_network_linux_bridge!.vmbr1).to.deep.equal({
      node_name: "pve1", name: "vmbr1", ports: ["enp1s0"], vlan_aware: true, vids: "2-4094", address: "10.0.0.1/24", lifecycle: { prevent_destroy: true },
    });
    expect(all.proxmox_storage_nfs!.nas).to.deep.equal({
      id: "nas", server: "nas", export: "/pve", content: ["backup"], nodes: ["pve1", "pve2"], backups: { keep_daily: 7 }, lifecycle: { prevent_destroy: true },
    });
    expect(all.proxmox_virtual_environment_pool!.prod).to.deep.equal({ pool_id: "prod", comment: "$${not a template}" });
    const web = all.proxmox_virtual_environment_vm!.web as { pool_id: string; disk: { datastore_id: string }[]; network_device: { bridge: string }[] };
    expect(web.pool_id).to.equal("${proxmox_virtual_environment_pool.prod.pool_id}");
    expect(web.disk[0]!.datastore_id).to.equal("${proxmox_storage_nfs.nas.id}");
    expect(web.network_device[0]!.bridge).to.equal("${proxmox_network_linux_bridge.vmbr1.name}");
    const db = all.proxmox_virtual_environment_container!.db as { mount_point: unknown };
    expect(db.mount_point).to.deep.equal([{ volume: "${proxmox_storage_nfs.nas.id}", size: "8G", path: "/srv" }]);
    expect(Object.values(all.proxmox_pool_membership!)).to.deep.equal([
      { pool_id: "${proxmox_virtual_environment_pool.prod.pool_id}", vm_id: "${proxmox_virtual_environment_container.db.vm_id}" },
      { pool_id: "${proxmox_virtual_environment_pool.prod.pool_id}", storage_id: "${proxmox_storage_nfs.nas.id}" },
    ]);
  });

  it("is each kind of storage", () => {
    const all = resources((stack) => {
      const login = { server: "nas", username: "pve", password: "x" };
      new DirectoryStorage(stack, "a", { path: "/srv", shared: false, removalPolicy: "destroy" });
      new CifsStorage(stack, "b", { ...login, share: "s", subdirectory: "/d" });
      new PbsStorage(stack, "c", { ...login, datastore: "d" });
      new LvmStorage(stack, "d", { volumeGroup: "vg" });
      new LvmThinStorage(stack, "e", { volumeGroup: "vg", thinPool: "data" });
      new ZfsStorage(stack, "f", { pool: "rpool/data", blockSize: "16k", thinProvision: true, name: "fast" });
    });
    expect(all.proxmox_storage_directory!.a).to.deep.equal({ id: "a", path: "/srv", shared: false });
    expect(all.proxmox_storage_cifs!.b).to.include({ share: "s", subdirectory: "/d" });
    expect(all.proxmox_storage_pbs!.c).to.include({ datastore: "d" });
    expect(all.proxmox_storage_lvm!.d).to.include({ volume_group: "vg" });
    expect(all.proxmox_storage_lvmthin!.e).to.include({ thin_pool: "data" });
    expect(all.proxmox_storage_zfspool!.f).to.include({ id: "fast", zfs_pool: "rpool/data", blocksize: "16k", thin_provision: true });
  });

  it("is reached by the provider that is named", () => {
    const all = resources((stack) => {
      const provider = new ProxmoxProvider(stack, { alias: "lab", endpoint: "https://lab.lan:8006" });
      new Pool(stack, "prod", { provider }).addStorage("nas", "nas");
      new Container(stack, "db", { node: "pve1", pool: "prod", provider });
    });
    for (const of of [all.proxmox_virtual_environment_pool!, all.proxmox_pool_membership!, all.proxmox_virtual_environment_container!]) {
      for (const resource of Object.values(of)) expect(resource.provider).to.equal("proxmox.lab");
    }
  });

  it("adopts a container's place in its pool with the container", () => {
    const { import: imports, proxmox_pool_membership: memberships } = resources((stack) => void new Container(stack, "db", { node: "pve1", vmId: 200, pool: "prod", adopt: true }));
    expect((imports as { id: string }[]).map(({ id }) => id)).to.deep.equal(["pve1/200", "prod/vm/200"]);
    // The provider does not read the number of a container that it takes in.
    expect(Object.values(memberships!)[0]).to.deep.include({ vm_id: 200, depends_on: ["proxmox_virtual_environment_container.db"] });
  });

  it("is the same in a plain stack", () => {
    const build = (stack: TerraformStack): void => {
      const storage = new NfsStorage(stack, "nas", { server: "nas", export: "/pve" });
      new Image(stack, "alpine", { node: "pve1", storage, url: "https://example.org/alpine.tar.xz" });
      new Pool(stack, "prod").addStorage("nas", storage);
    };
    expect(resources(build)).to.deep.equal(resources(build, TerraformStack));
  });
});
