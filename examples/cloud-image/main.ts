import { App, TerraformOutput } from "cdktf";
import { BootSource, Image, Node, ProxmoxProvider, ProxmoxStack, Size, Storage, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" }); // token: PROXMOX_VE_API_TOKEN

const node = Node.fromName(lab, "pve1");
const fast = Storage.fromName(lab, "local-lvm");

const debian = new Image(lab, "debian-13", {
  node,
  storage: Storage.fromName(lab, "local"),
  url: "https://cloud.debian.org/images/cloud/trixie/latest/debian-13-genericcloud-amd64.qcow2",
});

const web = new VirtualMachine(lab, "web", {
  node,
  onBoot: true,
  operatingSystem: "l26",
  cpu: { cores: 2, type: "x86-64-v2-AES" },
  memory: Size.gibibytes(2),
  boot: BootSource.fromImage(debian, { storage: fast, size: Size.gibibytes(20), discard: true, ioThread: true }),
  scsiHardware: "virtio-scsi-single",
  networkDevices: [{ bridge: "vmbr0" }],
  cloudInit: {
    storage: fast,
    userAccount: { username: "kim", keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHdlIHdlcmUgaGVyZSwgYW5kIHdlIHdlcmUgbm90 kim@lan"] },
    ipConfigs: [{ ipv4: { address: "10.0.0.20/24", gateway: "10.0.0.1" } }],
    dns: { servers: ["10.0.0.1"] },
  },
  serialDevices: ["socket"],
  tags: ["web"],
});

new TerraformOutput(lab, "address", { value: web.ipv4Address });

app.synth();
