import { expect } from "chai";
import { healthOf, pendingAddresses } from "../../../generator/show/health";
import { printUpid } from "../../../lib/pve/upid";

const now = new Date("2026-11-29T12:00:00Z");
const seconds = now.getTime() / 1000;
const task = (type: string, id: string, status: string, hoursAgo: number) => ({ upid: printUpid({ node: "pve1", pid: 1, processStart: 1, startTime: 1, type, id, user: "root@pam" }), status, endtime: seconds - hoursAgo * 3600 });
const guest = (type: string, vmid: number, name: string, more: object = {}) => ({ type, vmid, name, node: "pve1", ...more });
const before = [
  { key: "qemu/101", kind: "qemu", name: "web", node: "pve1", status: "running" },
  { key: "lxc/202", kind: "lxc", name: "old", node: "pve1", status: "running" },
  { key: "node/pve1", kind: "node", name: "pve1" },
];

describe("the health of a cluster", () => {
  it("names what an admin looks after: nodes, quorum, full storages, failed tasks, locks, backups, guests that came and went", () => {
    const health = healthOf(
      {
        "/cluster/status": [{ type: "cluster", quorate: 0 }],
        "/cluster/resources": [
          { type: "node", node: "pve1", status: "online" },
          { type: "node", node: "pve2", status: "offline" },
          { type: "storage", storage: "nfs", node: "pve1", shared: 1, disk: 95, maxdisk: 100 },
          { type: "storage", storage: "nfs", node: "pve2", shared: 1, disk: 95, maxdisk: 100 },
          { type: "storage", storage: "local", node: "pve1", disk: 86, maxdisk: 100 },
          { type: "storage", storage: "local", node: "pve2", disk: 85, maxdisk: 100 },
          { type: "storage", storage: "off", node: "pve2", disk: 0, maxdisk: 0 },
          guest("qemu", 101, "web", { lock: "backup" }),
          guest("qemu", 105, "new"),
          guest("qemu", 106, "away", { node: "pve2", status: "unknown" }),
          guest("qemu", 107, "mould", { node: "pve2", template: 1 }),
        ],
        "/cluster/tasks": [task("vzdump", "", "job errors", 2), task("qmstart", "101", "OK", 1), task("qmstart", "101", "WARNINGS: 1", 1), task("vzdump", "", "job errors", 30), { upid: "nonsense", status: "broken", endtime: seconds }],
        "/cluster/backup-info/not-backed-up": [{ type: "lxc", vmid: 202, name: "old" }],
        "/access/users?full=1": [
          { userid: "root@pam", expire: 0, tokens: [{ tokenid: "pmpc", expire: 0 }] },
          { userid: "ci@pve", expire: seconds + 10 * 86_400, tokens: [{ tokenid: "far", expire: seconds + 90 * 86_400 }, { tokenid: "old", expire: seconds - 86_400 }, { tokenid: "ancient", expire: 1 }] },
        ],
      },
      before,
      now,
      { "/nodes/pve1/qemu/101/pending": [{ key: "cores", value: 2 }, { key: "memory", value: "2048", pending: "4096" }, { key: "net1", value: "virtio", delete: 1 }, { key: "digest", value: "abc" }] },
    );
    expect(health).to.deep.equal({
      nodes: 2,
      offline: ["pve2"],
      quorate: false,
      full: [{ storage: "nfs", used: 0.95 }, { storage: "local", node: "pve1", used: 0.86 }],
      failed: [{ task: "vzdump", about: "", node: "pve1", says: "job errors" }],
      locked: ["vm 101 (backup)"],
      withoutBackup: ["container 202 old"],
      waiting: ["vm 101 web: memory, net1"],
      notAsked: ["vm 106 away on pve2"],
      expiring: [{ what: "token ci@pve!old", at: "2026-11-28T12:00:00.000Z" }, { what: "user ci@pve", at: "2026-12-09T12:00:00.000Z" }],
      changed: ["+ vm 105 new", "+ vm 106 away", "+ vm 107 mould", "- container 202 old"],
    });
  });

  it("asks all running guests what waits for their restart, and of many only those that a task has changed", () => {
    const guests = (count: number) => Array.from({ length: count }, (_, at) => guest("qemu", 100 + at, `web-${at}`, { status: at === 0 ? "stopped" : "running" }));
    expect(pendingAddresses({ "/cluster/resources": guests(3) })).to.deep.equal(["/nodes/pve1/qemu/101/pending", "/nodes/pve1/qemu/102/pending"]);
    expect(pendingAddresses({ "/cluster/resources": guests(1000), "/cluster/tasks": [task("qmconfig", "150", "OK", 1), task("qmstart", "151", "OK", 1)] })).to.deep.equal(["/nodes/pve1/qemu/150/pending"]);
  });

  it("says nothing of what was not answered", () => {
    expect(healthOf({}, before, now)).to.deep.equal({ nodes: 0, offline: [], full: [], failed: [], locked: [], waiting: [], notAsked: [], expiring: [], changed: [] });
    expect(healthOf({ "/cluster/status": "hello", "/cluster/resources": [] }, before, now).changed).to.deep.equal([]);
  });
});
