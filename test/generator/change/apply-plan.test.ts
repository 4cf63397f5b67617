import { expect } from "chai";
import { refuseUnsafe } from "../../../generator/change/apply-plan";
import type { Grading } from "../../../generator/judge/grading";

describe("a plan that imports, and would change more", () => {
  it("is refused in a line that people can read, however many guests there are", () => {
    const resources = Array.from({ length: 1000 }, (_, at) => ({ address: `proxmox_virtual_environment_vm.web-${at}`, key: `qemu/${at + 100}`, name: `web-${at}`, grade: "live change", importing: at === 0, changes: [] }));
    const refuse = () => refuseUnsafe({ resources, problems: [], complete: true } as unknown as Grading, false);
    expect(refuse).to.throw(/^the plan imports guests, and would change vm 100 web-0 \(live change\), vm 101 web-1 \(live change\), .{0,300} and 992 more$/);
    expect(() => refuseUnsafe({ resources, problems: [], complete: true } as unknown as Grading, true)).not.to.throw();
  });
});
