import { App } from "cdktf";
import { DirectoryStorage, Pool, ProxmoxProvider, ProxmoxStack, Size, VirtualMachine } from "pmpc";

const app = new App();
const office = new ProxmoxStack(app, "office");
new ProxmoxProvider(office, { endpoint: "https://pve1.lan:8006" });

const disks = new DirectoryStorage(office, "projects", { path: "/srv/projects", shared: false, content: ["images", "rootdir"] });
const backups = new DirectoryStorage(office, "backups", { path: "/srv/backups", retention: { keepLast: 3, keepDaily: 7, keepWeekly: 4 }, content: ["backup"] });

const pool = new Pool(office, "teams", { comment: "What the project teams run." });
pool.addStorage("disks", disks);
pool.addStorage("backups", backups);

new VirtualMachine(office, "wiki", {
  node: "pve1",
  pool,
  memory: Size.gibibytes(2),
  disks: [{ interface: "scsi0", storage: disks, size: Size.gibibytes(10), format: "qcow2" }],
  networkDevices: [{ bridge: "vmbr0" }],
});

app.synth();
