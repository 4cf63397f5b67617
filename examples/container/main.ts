import { App } from "cdktf";
import { Container, Image, Node, ProxmoxProvider, ProxmoxStack, Size, Storage } from "pmpc";

const app = new App();
const home = new ProxmoxStack(app, "home");
new ProxmoxProvider(home, { endpoint: "https://pve1.lan:8006" });

const node = Node.fromName(home, "pve1");
const fast = Storage.fromName(home, "local-lvm");

const alpine = new Image(home, "alpine", {
  node,
  storage: Storage.fromName(home, "local"),
  url: "http://download.proxmox.com/images/system/alpine-3.22-default_20250617_amd64.tar.xz",
});

new Container(home, "media", {
  node,
  onBoot: true,
  unprivileged: true,
  operatingSystem: { type: "alpine", template: alpine },
  features: { nesting: true },
  cpu: { cores: 2 },
  memory: Size.gibibytes(1),
  rootDisk: { storage: fast, size: Size.gibibytes(4) },
  mountPoints: [
    { volume: fast, size: Size.gibibytes(16), path: "/var/lib/media", backup: true },
    { volume: fast, size: Size.gibibytes(2), path: "/var/cache/media" },
  ],
  networkInterfaces: [{ name: "eth0", bridge: "vmbr0", ip: "dhcp", ip6: "auto" }],
  tags: ["media"],
});

app.synth();
