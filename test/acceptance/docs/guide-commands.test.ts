import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { asTyped, home, newFolder, pmpc, reach, remove } from "../../bin/command";

const guides = [...readdirSync(join(home, "docs/guide")).filter((name) => name.endsWith(".md")).map((name) => join("docs/guide", name)), "README.md"];

/** Every line of a block that begins with pmpc, without what is said of it beside it. */
const commands = guides.flatMap((guide) =>
  [...readFileSync(join(home, guide), "utf8").matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, language, block = ""]) =>
    (language === "" ? block : "").split("\n").flatMap((line) => {
      const [, said] = /^\s*(?:npx )?pmpc (.*?)(?:\s+#.*)?$/.exec(line) ?? [];
      return said === undefined ? [] : [{ guide, said }];
    }),
  ),
);

/** Blocks of YAML that a command of the same guide reads. */
const guestsFile = [.../^```ya?ml\n(.*?)^```$/ms.exec(readFileSync(join(home, "docs/guide/editing.md"), "utf8")) ?? []][1];

describe("a command of the guides", () => {
  let simulator: Simulator;
  let imported: string;
  before(async () => {
    simulator = await startSimulator();
    imported = newFolder();
    const { code, stderr } = await pmpc(["import", ...reach(simulator), "--out", ".", "--no-verify"], imported);
    expect(code, stderr).to.be.oneOf([0, 3]);
  });
  after(async () => {
    await simulator?.close();
    remove(imported);
  });

  it("is found", () => expect(commands).to.have.length.above(30));

  for (const said of new Set(commands.map(({ said }) => said))) {
    it(`is understood, and comes as far as it can here: pmpc ${said}`, async () => {
      const folder = newFolder();
      try {
        cpSync(imported, folder, { recursive: true });
        if (guestsFile !== undefined) writeFileSync(join(folder, "guests.yml"), guestsFile);
        // The cluster of the guides is the one that is here.
        const args = said.split(/\s+/).flatMap((word, at, all) => (word === "--endpoint" ? reach(simulator) : all[at - 1] === "--endpoint" ? [] : [word]));
        const { code, stderr } = await asTyped(args, folder, { PROXMOX_VE_API_TOKEN: simulator.tokens.auditor, TF_CLI_CONFIG_FILE: "/dev/null" });
        // Wrong usage is 64. A run, a host or a file that is not here is said, and that this token only reads.
        expect(code, stderr).to.be.oneOf([0, 1, 2, 3, 4, 5, 6]);
        if (code !== 0) expect(stderr, said).to.match(/^pmpc: /m);
        expect(stderr).not.to.match(/TypeError|unexpected| at .*\.[jt]s:\d+/);
      } finally {
        remove(folder);
      }
    });
  }
});
