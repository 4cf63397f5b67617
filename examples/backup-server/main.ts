import { App, TerraformVariable } from "cdktf";
import { BackupJob, Duration, Ha, PbsStorage, ProxmoxProvider, ProxmoxStack, Schedule, Size, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const password = new TerraformVariable(lab, "backup_password", { type: "string", sensitive: true, description: "Secret of the token by which the cluster writes backups" });
const backups = new PbsStorage(lab, "backups", { server: "pbs.lan", datastore: "lab", username: "pve@pbs!lab", password: password.stringValue, namespace: "pve" });

const mail = new VirtualMachine(lab, "mail", {
  node: "pve1",
  memory: Size.gibibytes(4),
  disks: [{ interface: "scsi0", storage: "tank", size: Size.gibibytes(32) }],
  networkDevices: [{ bridge: "vmbr0" }],
});

mail.replicateTo("pve2", { every: Duration.minutes(15) });
mail.enableHa({ maxRestart: 2 });
Ha.prefer(lab, "home", { guests: [mail], nodes: { pve1: 2, pve2: 1 } });

new BackupJob(lab, "nightly", { storage: backups, schedule: Schedule.daily("21:00"), retention: { keepDaily: 7, keepWeekly: 4 }, guests: [mail], mode: "snapshot" });

app.synth();
