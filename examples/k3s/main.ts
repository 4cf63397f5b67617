import { App, TerraformOutput, TerraformVariable } from "cdktf";
import { BootSource, Image, Node, ProxmoxProvider, ProxmoxStack, Size, Snippet, Storage, VirtualMachine } from "pmpc";

const app = new App();
const cluster = new ProxmoxStack(app, "k3s");
new ProxmoxProvider(cluster, { endpoint: "https://pve1.lan:8006", ssh: { agent: true } });

const node = Node.fromName(cluster, "pve1");
const local = Storage.fromName(cluster, "local");
const fast = Storage.fromName(cluster, "local-lvm");
const token = new TerraformVariable(cluster, "token", { type: "string", sensitive: true });
const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHdlIHdlcmUgaGVyZSwgYW5kIHdlIHdlcmUgbm90 kim@lan";

const debian = new Image(cluster, "debian-13", {
  node,
  storage: local,
  url: "https://cloud.debian.org/images/cloud/trixie/latest/debian-13-genericcloud-amd64.qcow2",
});

const template = new VirtualMachine(cluster, "k3s-template", {
  node,
  template: true,
  started: false,
  operatingSystem: "l26",
  boot: BootSource.fromImage(debian, { storage: fast, size: Size.gibibytes(20), discard: true }),
  serialDevices: ["socket"],
});

/** The first member starts the cluster, the others join it. */
function member(name: string, address: string, first?: VirtualMachine): VirtualMachine {
  const join = first === undefined ? "server --cluster-init" : `server --server https://${first.ipv4Address}:6443`;
  const user = new Snippet(cluster, `${name}-user`, {
    node,
    storage: local,
    text: Snippet.cloudConfig({
      hostname: name,
      users: [{ name: "kim", sudo: "ALL=(ALL) NOPASSWD:ALL", ssh_authorized_keys: [key] }],
      packages: ["curl", "qemu-guest-agent"],
      runcmd: ["systemctl start qemu-guest-agent", `curl -sfL https://get.k3s.io | K3S_TOKEN='${token.stringValue}' sh -s - ${join}`],
    }),
  });
  return new VirtualMachine(cluster, name, {
    node,
    onBoot: true,
    boot: BootSource.fromClone(template),
    agent: true,
    cpu: { cores: 2, type: "host" },
    memory: Size.gibibytes(4),
    networkDevices: [{ bridge: "vmbr0" }],
    cloudInit: { storage: fast, userData: user, ipConfigs: [{ ipv4: { address: `${address}/24`, gateway: "10.0.0.1" } }] },
    tags: ["k3s"],
  });
}

const first = member("k3s-1", "10.0.0.31");
member("k3s-2", "10.0.0.32", first);
member("k3s-3", "10.0.0.33", first);

new TerraformOutput(cluster, "api", { value: `https://${first.ipv4Address}:6443` });

app.synth();
