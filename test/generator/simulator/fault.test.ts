import { expect } from "chai";
import { faults } from "../../../generator/simulator/fault";

const times = (count: number, work: () => unknown) => Array.from({ length: count }, work);

describe("faults", () => {
  it("strike a share of all requests, the same ones each time, never in a bunch", () => {
    const run = () => {
      const fault = faults(["5%:502"]);
      return times(1000, () => fault("/version")).map((one) => one !== undefined);
    };
    expect(run().filter(Boolean).length).to.be.within(48, 52);
    expect(run()).to.deep.equal(run());
    expect(
      run()
        .map((hit) => (hit ? "x" : "."))
        .join(""),
    ).to.not.contain("xxx");
  });

  it("strike what lies below an address", () => {
    const fault = faults(["/nodes/pve2:595"]);
    expect(["/nodes/pve2", "/nodes/pve2/qemu", "/nodes/pve2?x=1"].map((address) => fault(address))).to.deep.equal(
      times(3, () => ({ status: 595, reason: "Connection refused" })),
    );
    expect(["/nodes", "/nodes/pve22/qemu", "/version"].map((address) => fault(address))).to.deep.equal(times(3, () => undefined));
  });

  it("strike the first few", () => {
    const fault = faults(["/nodes 2x:503", "1x:hang"]);
    expect([fault("/nodes"), fault("/nodes/pve"), fault("/nodes"), fault("/version")]).to.deep.equal([
      ...times(2, () => ({ status: 503, reason: "Service Unavailable" })),
      "hang",
      undefined,
    ]);
  });

  it("count only the requests that they are about", () => {
    const fault = faults(["/nodes 1x:reset"]);
    expect([fault("/version"), fault("/nodes"), fault("/nodes")]).to.deep.equal([undefined, "reset", undefined]);
  });

  it("are refused when they cannot be read", () => {
    for (const rule of ["", "502", "5%", "5%:", ":502", "nodes:502", "5%:999", "x%:502", "/a b:502", "0x:502"]) {
      expect(() => faults([rule]), rule)
        .to.throw(`cannot read the fault "${rule}", expected WHERE:WHAT`)
        .with.property("exit", 64);
    }
  });
});
