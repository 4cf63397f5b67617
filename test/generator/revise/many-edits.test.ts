import { expect } from "chai";
import { diffIndices } from "node-diff3";
import { restyle } from "../../../generator/edit/restyle";
import { houseStyle, type Style } from "../../../generator/edit/style";
import { readSaid } from "../../../generator/revise/options";
import { reviseGuest } from "../../../generator/revise/revise";
import { plain, runCode } from "../edit/recorded-code";

const styles: readonly Style[] = [houseStyle, { ...houseStyle, quote: "'", semicolon: false }, { ...houseStyle, step: "\t", trailingComma: false }, { ...houseStyle, spaced: false }];

const guest = (number: number) => `  // Guest ${number}.
  new VirtualMachine(home, "vm-${number}", {
    vmId: ${number},
    node: home.pve,
    cpu: { cores: 2 }, // as ever
    memory: Size.gibibytes(4),
    networkDevices: [{ bridge: home.lan, vlanId: 10 }],
    tags: ["web"],
  });`;

const numbers = Array.from({ length: 60 }, (_, at) => 100 + at);
const before = `import { Size, VirtualMachine } from "pmpc";

export function pve(home: Home): void {
${numbers.map((number) => restyle(guest(number), styles[number % styles.length]!, "", "statements")).join("\n\n")}
}
`;

describe("thirty edits in a file of sixty guests", () => {
  it("change their lines, and nothing else", () => {
    let text = before;
    const kinds = [{ memory: "8GiB" }, { cores: 6 }, { net: ["0=tag=20"] }, { onBoot: true }, { tags: "web,prod" }];
    const edited = numbers.filter((_, at) => at % 2 === 0);
    for (const [at, number] of edited.entries()) {
      const { files } = reviseGuest({ code: new Map([["guests.ts", text]]), key: `qemu/${number}`, type: "qemu", label: `vm ${number}`, names: new Map() }, readSaid("qemu", kinds[at % kinds.length]!));
      text = files.get("guests.ts")!;
    }
    const changes = diffIndices(before.split("\n"), text.split("\n"));
    expect(changes).to.have.length(30);
    expect(changes.every(({ buffer1, buffer2 }) => buffer2[1] === 1 && buffer1[1] <= 1)).to.equal(true);
    const made = (code: string) => runCode(new Map([["guests.ts", code]]), "guests.ts");
    const [old, now] = [made(before), made(text)];
    expect(now.filter(({ props }, at) => JSON.stringify(plain(props)) !== JSON.stringify(plain(old[at]!.props))).map(({ props }) => props.vmId)).to.deep.equal(edited);
  });
});
