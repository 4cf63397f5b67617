import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { expect } from "chai";
import { Container, ProxmoxProvider, ProxmoxStack, Size, VirtualMachine, type RemovalPolicy } from "../../constructs/index";

const vm = "proxmox_virtual_environment_vm";

describe("a stack that is synthesised again", () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "pmpc-synthesis-"));
  });
  afterEach(() => rmSync(outdir, { recursive: true }));

  function synthesise(build: (stack: ProxmoxStack) => void): Readonly<Record<string, unknown>> {
    const app = new App({ outdir, skipValidation: false });
    const stack = new ProxmoxStack(app, "home", { adopted: true });
    new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
    build(stack);
    app.synth();
    return JSON.parse(readFileSync(join(outdir, "stacks/home/cdk.tf.json"), "utf8")) as Readonly<Record<string, unknown>>;
  }
  const machine = (stack: ProxmoxStack, id: string, vmId: number, removalPolicy?: RemovalPolicy) => new VirtualMachine(stack, id, { vmId, node: "pve1", memory: Size.gibibytes(1), ...(removalPolicy ? { removalPolicy } : {}) });

  it("is told which protected guests would be destroyed, and is not written", () => {
    synthesise((stack) => {
      machine(stack, "web", 101);
      new Container(stack, "db", { vmId: 202, node: "pve1", rootDisk: { storage: "local", size: Size.gibibytes(4) } });
    });
    const lost = () => synthesise((stack) => machine(stack, "other", 103));
    for (const words of [`vm 101 (${vm}.web) would be destroyed: it has left the code`, "container 202", "pmpc forget vm 101"]) expect(lost).to.throw(words);
    // Nothing was written, so it is told again.
    expect(lost).to.throw("vm 101");
  });

  it("lets go of what it says it lets go of, and destroys what may be destroyed", () => {
    synthesise((stack) => {
      machine(stack, "web", 101);
      machine(stack, "scratch", 102, "destroy");
    });
    const { removed } = synthesise((stack) => stack.forget(`${vm}.web`));
    expect(removed).to.deep.equal([{ from: `${vm}.web`, lifecycle: { destroy: false } }]);
    synthesise((stack) => machine(stack, "db", 103));
    expect(synthesise((stack) => stack.addOverride("removed", [{ from: `${vm}.db`, lifecycle: { destroy: false } }]))).to.have.property("removed");
  });

  it("has a renamed guest keep its place in the state, and says nothing where nothing is renamed", () => {
    expect(synthesise((stack) => machine(stack, "web", 101))).not.to.have.property("moved");
    expect(synthesise((stack) => machine(stack, "web01", 101))).to.deep.include({ moved: [{ from: `${vm}.web`, to: `${vm}.web01` }] });
    expect(synthesise((stack) => (stack.move(`${vm}.web01`, `${vm}.www`), machine(stack, "www", 101)))).to.deep.include({ moved: [{ from: `${vm}.web01`, to: `${vm}.www` }] });
  });

  it("takes two guests that change places for what they are", () => {
    synthesise((stack) => (machine(stack, "a", 101), machine(stack, "b", 102)));
    expect(synthesise((stack) => (machine(stack, "b", 101), machine(stack, "c", 102, "destroy"), machine(stack, "a", 103)))).not.to.have.property("moved");
  });
});
