import { App } from "cdktf";
import { BackupJob, Ha, ProxmoxProvider, ProxmoxStack, Schedule, Size, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const members = [1, 2].map((at) => {
  const member = new VirtualMachine(lab, `etcd-${at}`, {
    node: "pve1",
    memory: Size.gibibytes(2),
    disks: [{ interface: "scsi0", storage: "local-lvm", size: Size.gibibytes(8) }],
    networkDevices: [{ bridge: "vmbr0" }],
  });
  member.enableHa({ maxRestart: 2 });
  return member;
});
Ha.keepApart(lab, "etcd", members);

new BackupJob(lab, "nightly", { storage: "local", schedule: Schedule.daily("21:00"), retention: { keepDaily: 7, keepWeekly: 4 }, guests: members, mode: "snapshot", compress: "zstd" });

app.synth();
