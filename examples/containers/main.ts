import { App } from "cdktf";
import { Container, Image, ProxmoxProvider, ProxmoxStack, Size, Storage, Tags } from "pmpc";

const app = new App();
const home = new ProxmoxStack(app, "home");
new ProxmoxProvider(home, { endpoint: "https://pve1.lan:8006" });

const alpine = new Image(home, "alpine", {
  node: "pve1",
  storage: Storage.fromName(home, "local"),
  url: "http://download.proxmox.com/images/system/alpine-3.22-default_20250617_amd64.tar.xz",
});

const containers = ["dns", "wiki", "metrics"].map(
  (name, at) =>
    new Container(home, name, {
      node: "pve1",
      onBoot: true,
      unprivileged: true,
      operatingSystem: { type: "alpine", template: alpine },
      memory: Size.mebibytes(512),
      rootDisk: { storage: "local-lvm", size: Size.gibibytes(4) },
      networkInterfaces: [{ name: "eth0", bridge: "vmbr0", ip: `10.0.0.${40 + at}/24`, gateway: "10.0.0.1" }],
    }),
);
containers[0]!.addNetworkInterface({ name: "eth1", bridge: "vmbr0", vlanId: 20, ip: "10.20.0.40/24" });
Tags.of(home).add("home");

app.synth();
