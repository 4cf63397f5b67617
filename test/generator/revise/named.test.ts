import { expect } from "chai";
import { reviseGuest } from "../../../generator/revise/revise";
import { readSaid } from "../../../generator/revise/options";

const code = (inside: string, disk: string) => `import { NfsStorage, ProxmoxStack, VirtualMachine } from "pmpc";

export class Lab extends ProxmoxStack {
  constructor(scope: Construct) {
    super(scope, "lab");
${inside}    new VirtualMachine(this, "web", { vmId: 101, disks: [{ interface: "scsi0", storage: ${disk} }] });
  }
}
`;
const nas = '    const nas = new NfsStorage(this, "nas", { server: "10.0.0.2", export: "/vm" });\n';
const revise = (text: string, ...scsi: readonly string[]) => reviseGuest({ code: new Map([["stack.ts", text]]), key: "qemu/101", type: "qemu", label: "vm 101", names: new Map() }, readSaid("qemu", { scsi }));

describe("a storage that an update names", () => {
  it("is the constant that the code has for it at that place", () => {
    const { files } = revise(code(nas, '"local"'), "0=storage=nas");
    expect(files.get("stack.ts")).to.equal(code(nas, "nas"));
    expect(revise(code(nas, "nas"), "0=storage=nas").changes).to.deep.equal([]);
  });

  it("is its name where the code makes it later, in another function, or not at all", () => {
    const later = (text: string) => code("", text).replace(/( {4}new VirtualMachine.*\n)/, `$1${nas}`);
    const elsewhere = (text: string) => `${code("", text)}\nfunction storages(lab: Lab): void {\n${nas}}\n`;
    for (const write of [later, elsewhere, (text: string) => code("", text)]) expect(revise(write('"local"'), "0=storage=nas").files.get("stack.ts")).to.equal(write('"nas"'));
  });
});
