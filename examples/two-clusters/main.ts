import { App } from "cdktf";
import { Cluster, ProxmoxStack, Size, VirtualMachine } from "pmpc";

const app = new App();
const stack = new ProxmoxStack(app, "office");

const sites = {
  berlin: new Cluster(stack, "berlin", { endpoint: "https://pve.berlin.example.org:8006", defaults: { storage: "local-lvm", bridge: "vmbr0", tags: ["berlin"] } }),
  paris: new Cluster(stack, "paris", { endpoint: "https://pve.paris.example.org:8006", defaults: { storage: "local-lvm", bridge: "vmbr0", tags: ["paris"] } }),
};

for (const site of Object.values(sites)) {
  new VirtualMachine(site, "print", { node: "pve1", memory: Size.gibibytes(1), disks: [{ interface: "scsi0", size: Size.gibibytes(8) }], networkDevices: [{}] });
}

app.synth();
