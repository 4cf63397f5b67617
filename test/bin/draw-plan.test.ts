import { expect } from "chai";
import { drawPlan } from "../../bin/cli/draw-plan";
import type { ResourceReport } from "../../generator/action/grading";

const refused = (name: string, reason: string): ResourceReport => ({
  address: `proxmox_virtual_environment_vm.${name}`, name, grade: "refused", importing: false, changes: [], cause: "way", reason,
});
const away = (name: string, vmId: number) =>
  refused(name, `error retrieving VM ${vmId}: failed to perform HTTP GET request (path: nodes/pve2/qemu/${vmId}/config) - Reason: received an HTTP 595 response`);

describe("a drawn plan", () => {
  it("says once what keeps the provider from many guests", () => {
    const resources = [away("a", 101), refused("b", "another reason"), away("c", 103), away("d", 104), away("e", 105)];
    expect(drawPlan({ resources, problems: [] })).to.equal(
      [
        "  refused       4 resources",
        "                proxmox_virtual_environment_vm.a, proxmox_virtual_environment_vm.c, proxmox_virtual_environment_vm.d, proxmox_virtual_environment_vm.e",
        "                received an HTTP 595 response",
        "",
        "  refused       proxmox_virtual_environment_vm.b",
        "                another reason",
        "",
        "  plan          5 refused",
      ].join("\n"),
    );
  });

  it("says of a few what kept it from each", () => {
    const drawn = drawPlan({ resources: [away("a", 101), away("b", 102)], problems: [] });
    expect(drawn.match(/nodes\/pve2\/qemu\/10[12]\/config/g)).to.have.lengthOf(2);
  });

  it("says that a locked container waits, and not what it waits with", () => {
    const resource: ResourceReport = {
      address: "proxmox_virtual_environment_container.db", key: "lxc/200", name: "db", grade: "state only", importing: false, locked: "backup", reason: "it is locked (backup)",
      changes: [{ prop: "timeoutStart", attribute: "timeout_start", before: null, after: 300, grade: "state only", says: "only a record" }],
    };
    expect(drawPlan({ resources: [resource], problems: [] })).to.equal("  waits         container 200 db\n                it is locked (backup)\n\n  plan          1 state only");
  });
});
