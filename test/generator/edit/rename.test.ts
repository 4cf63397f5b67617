import { expect } from "chai";
import { renameImports } from "../../../generator/edit/rename";

const names = new Map([["SdnNetwork", "SdnVnet"], ["SdnNetworkProps", "SdnVnetProps"], ["StorageBackend", undefined]]);
const renamed = (text: string) => renameImports("lan.ts", text, names, "pmpc");

describe("names of a library that have changed", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["are new wherever the file says them, and in no text or comment", `import { App } from "cdktf";
import { SdnNetwork, type SdnNetworkProps } from 'pmpc';
// A SdnNetwork of ours.
const props: SdnNetworkProps = { name: "SdnNetwork", SdnNetwork: 1 } as never;
export class Lan extends SdnNetwork { static of = [SdnNetwork.fromName, x.SdnNetwork]; }
new SdnNetwork( stack , "lan", props)
`, `import { App } from "cdktf";
import { SdnVnet, type SdnVnetProps } from 'pmpc';
// A SdnNetwork of ours.
const props: SdnVnetProps = { name: "SdnNetwork", SdnNetwork: 1 } as never;
export class Lan extends SdnVnet { static of = [SdnVnet.fromName, x.SdnNetwork]; }
new SdnVnet( stack , "lan", props)
`],
    ["stay what a file calls them by itself", `import { SdnNetwork as Net } from "pmpc";\nnew Net(a, "b");\n`, `import { SdnVnet as Net } from "pmpc";\nnew Net(a, "b");\n`],
    ["are new behind the name of the whole", `import * as p from "pmpc";\nconst a: p.SdnNetworkProps = {};\nnew p.SdnNetwork(s, "a", a);\n`, `import * as p from "pmpc";\nconst a: p.SdnVnetProps = {};\nnew p.SdnVnet(s, "a", a);\n`],
    ["are given to others under the names that they know", `import { SdnNetwork } from "pmpc";\nexport { SdnNetwork };\nexport const all = { SdnNetwork };\n`, `import { SdnVnet } from "pmpc";\nexport { SdnVnet as SdnNetwork };\nexport const all = { SdnNetwork: SdnVnet };\n`],
    ["are given on under the names that others know", `export { SdnNetwork, SdnNetworkProps as Props } from "pmpc";\n`, `export { SdnVnet as SdnNetwork, SdnVnetProps as Props } from "pmpc";\n`],
    ["are kept where the new one is taken", `import { SdnNetwork } from "pmpc";\nconst SdnVnet = 1;\nnew SdnNetwork(s, SdnVnet);\n`, `import { SdnVnet as SdnNetwork } from "pmpc";\nconst SdnVnet = 1;\nnew SdnNetwork(s, SdnVnet);\n`],
    ["are kept where the old one is made anew inside", `import { SdnNetwork } from "pmpc";\nconst f = (SdnNetwork: number) => SdnNetwork;\n`, `import { SdnVnet as SdnNetwork } from "pmpc";\nconst f = (SdnNetwork: number) => SdnNetwork;\n`],
  ];
  for (const [what, before, after] of cases) it(what, () => expect(renamed(before)).to.deep.equal({ text: after, open: [] }));

  it("are left to a person where several took the place of one", () => {
    const text = `\nimport { StorageBackend } from "pmpc";\nnew StorageBackend(s, "nas");\n`;
    expect(renamed(text)).to.deep.equal({ text, open: [{ name: "StorageBackend", line: 2 }] });
  });

  it("are another library's where it has the same", () => {
    for (const text of [`import { SdnNetwork } from "mine"; // pmpc`, `class SdnNetwork {} // pmpc`, `import { VirtualMachine } from "pmpc";`, `import { from "pmpc`]) expect(renamed(text), text).to.equal(undefined);
  });
});
