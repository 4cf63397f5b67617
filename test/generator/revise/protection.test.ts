import { expect } from "chai";
import type { ResourceKey } from "../../../lib/pve/address";
import { withProtection } from "../../../generator/revise/protection";

const files: Readonly<Record<string, string>> = {
  "guests/plain.ts": `import { VirtualMachine, Container } from "pmpc";
export function plain(home: Home): void {
  new VirtualMachine(home, "web", {
    vmId: 100,
    node: home.pve, // where Kim sits
    memory: home.size,
  });
  new Container(home, "dns", { vmId: 200, node: home.pve, protection: false });
}
`,
  "guests/windows.ts": "\uFEFFimport { VirtualMachine } from 'pmpc'\r\nexport function windows(home: Home) {\r\n\tnew VirtualMachine(home, 'mail', {\r\n\t\tvmId: 101,\r\n\t\tnode: home.pve\r\n\t})\r\n}\r\n",
  "lib/helper.ts": `import { VirtualMachine } from "pmpc";
export const machine = (home: Home, id: string, vmId: number, more: object = {}) => new VirtualMachine(home, id, { vmId, node: home.pve, ...more });
export class Worker extends VirtualMachine {
  constructor(home: Home, id: string, props: { vmId: number; protection?: boolean }) {
    super(home, id, { node: home.pve, ...props });
  }
}
`,
  "guests/made.ts": `import { machine, Worker } from "../lib/helper";
export function made(home: Home): void {
  machine(home, "a", 110);
  machine(home, "b", 111, { onBoot: true });
  new Worker(home, "w1", { vmId: 120 });
  new Worker(home, "w2", { vmId: 121 }); // the second
}
`,
};
const code = new Map(Object.entries(files));
const protect = (wanted: boolean | undefined, ...keys: readonly ResourceKey[]) => withProtection(code, new Map(keys.map((key) => [key, wanted])), new Map());

describe("the protection of guests in code", () => {
  it("is said in the style of each file, and nothing else changes", () => {
    const { files: changed, missing } = protect(true, "qemu/100", "qemu/101", "lxc/200");
    expect(missing).to.deep.equal([]);
    expect(changed.get("guests/plain.ts")).to.equal(files["guests/plain.ts"]!.replace("// where Kim sits\n", "// where Kim sits\n    protection: true,\n").replace("protection: false", "protection: true"));
    expect(changed.get("guests/windows.ts")).to.equal(files["guests/windows.ts"]!.replace("node: home.pve\r\n", "node: home.pve,\r\n\t\tprotection: true\r\n"));
    expect(changed.size).to.equal(2);
  });

  it("is said for one of a class that passes on what it is given", () => {
    expect([...protect(true, "qemu/121").files]).to.deep.equal([["guests/made.ts", files["guests/made.ts"]!.replace("vmId: 121 }", "vmId: 121, protection: true }")]]);
  });

  it("is said in a call of a helper that passes it on", () => {
    expect([...protect(true, "qemu/111").files]).to.deep.equal([["guests/made.ts", files["guests/made.ts"]!.replace("onBoot: true }", "onBoot: true, protection: true }")]]);
  });

  it("is said in a helper where all that it makes are meant, and is refused with its line where some are", () => {
    const plain = new Map(Object.entries({ ...files, "guests/made.ts": files["guests/made.ts"]!.replace(", { onBoot: true }", "") }));
    const all = withProtection(plain, new Map([["qemu/110", true], ["qemu/111", true]]), new Map());
    expect([...all.files]).to.deep.equal([["lib/helper.ts", files["lib/helper.ts"]!.replace("...more }", "...more, protection: true }")]]);
    expect(() => protect(true, "qemu/110")).to.throw(/vm 110/).with.property("hint").that.matches(/nothing was written\nlib\/helper\.ts:2 decides it for vm 110: /);
  });

  it("comes back as it was, also for those that said it already", () => {
    const { files: changed, back } = protect(true, "qemu/100", "lxc/200");
    const again = withProtection(new Map([...code, ...changed]), back, new Map());
    expect(again.files.get("guests/plain.ts")).to.equal(files["guests/plain.ts"]);
    expect([...protect(false, "lxc/200").back.keys()]).to.deep.equal([]);
  });

  it("tells guests that the code does not have", () => {
    expect(protect(true, "qemu/100", "qemu/999").missing).to.deep.equal(["qemu/999"]);
  });
});
