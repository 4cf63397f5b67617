import { expect } from "chai";
import { doctor } from "../../../generator/action/doctor";
import { run } from "../../../generator/engine/run";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { createWriter } from "../../../generator/transport/client";
import { grantChanges, tokenRecipe } from "../../../lib/inventory/rights";
import { contextIn, hostOf, importFrom } from "../../support/imported";

describe("the recipe for a token", function () {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.close());

  /** Does on the simulator what `pveum` does on a node, and gives the secret of a token that is made. */
  async function pveum(lines: readonly string[]): Promise<string | undefined> {
    const client = await createWriter({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } });
    let token: string | undefined;
    try {
      for (const line of lines) {
        let answer;
        // The shell goes on where the first command fails.
        for (const command of line.split(" || ")) {
          const { method, address, form } = requestOf(command);
          answer = await client.send(method, address, form);
          if (answer.status === 200) break;
        }
        expect(answer?.status, `${line}: ${answer?.reason}`).to.equal(200);
        const made = answer?.data as { "full-tokenid"?: string; value?: string } | null;
        if (made?.value !== undefined) token = `${made["full-tokenid"]}=${made.value}`;
      }
    } finally {
      client.close();
    }
    return token;
  }

  const reached = (apiToken: string) => ({ endpoint: simulator.endpoint, apiToken, fingerprint: simulator.fingerprint256 });
  async function examine(apiToken: string) {
    const { exit, report } = await run(doctor as never, reached(apiToken), contextIn("/", {}), { host: hostOf(), local: true });
    const { checks } = report as unknown as Awaited<ReturnType<typeof doctor.run>>["report"];
    return { exit, rights: checks.filter(({ name }) => name === "rights") };
  }

  it("makes one with which doctor is content, and an import reads everything", async () => {
    const token = (await pveum(tokenRecipe))!;
    const { exit, rights } = await examine(token);
    expect(rights).to.deep.equal([{ name: "rights", state: "good", says: "pmpc@pve!import may read everything that an import needs" }]);
    expect(exit).to.equal(0);
    const imported = await importFrom(simulator, reached(token));
    try {
      // One guest's agent is silent, whoever asks.
      expect(imported.report.warnings.filter((one) => !one.includes("does not answer"))).to.deep.equal([]);
      expect(imported.report.guests.filter(({ outcome }) => outcome === "unreadable")).to.deep.equal([]);
    } finally {
      imported.remove();
    }
  });

  for (const [what, args] of [["of its user's rights", "--privsep 0"], ["of separate rights", "--privsep 1"]] as const) {
    it(`is what doctor says to a token ${what} that has none, once for all that is missing`, async () => {
      const token = (await pveum(["pveum user add kim@pve", `pveum user token add kim@pve lab ${args}`]))!;
      const before = await examine(token);
      expect(before.exit, "as an import ends that may see nothing").to.equal(4);
      const remedies = before.rights.flatMap(({ remedy }) => remedy ?? []);
      expect(remedies).to.have.lengthOf(1);
      await pveum(remedies[0]!.split("\n").slice(1));
      expect(await examine(token)).to.deep.equal({ exit: 0, rights: [{ name: "rights", state: "good", says: "kim@pve!lab may read everything that an import needs" }] });
    });
  }

  it("is not the one that changes: doctor says what an apply lacks, and is content with a second token that got that", async () => {
    const reader = (await pveum(tokenRecipe))!;
    const changes = async (environment: Record<string, string>) => {
      const { report } = await run(doctor as never, reached(reader), contextIn("/", { PROXMOX_VE_API_TOKEN: reader, ...environment }), { host: hostOf(), local: true });
      return (report as unknown as Awaited<ReturnType<typeof doctor.run>>["report"]).checks.filter(({ name }) => name === "changes");
    };
    const [one] = await changes({});
    expect(one).to.include({ state: "missing" }).and.not.have.property("exit");
    expect(one!.says).to.match(/^pmpc@pve!import may not: .*start, stop and restart guests; make and destroy guests/);
    const writer = (await pveum(["pveum user add kim@pve", "pveum user token add kim@pve changes --privsep 0", grantChanges("kim@pve")]))!;
    expect(await changes({ PMPC_WRITE_API_TOKEN: writer })).to.deep.equal([{ name: "changes", state: "good", says: "kim@pve!changes may change everything that an apply can" }]);
    const [wrong] = await changes({ PMPC_WRITE_API_TOKEN: `${writer}x` });
    expect(wrong).to.include({ state: "bad", exit: 4 });
  });

  it("is said once where the role is there already, and adds to it", async () => {
    const token = (await pveum(["pveum role add PmpcImport --privs VM.Config.Options", ...tokenRecipe]))!;
    expect((await examine(token)).rights.map(({ state }) => state)).to.deep.equal(["good"]);
  });
});

function requestOf(command: string): { readonly method: "POST" | "PUT"; readonly address: string; readonly form: Record<string, string> } {
  const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare!);
  const at = words.findIndex((word) => word.startsWith("--"));
  const [, ...names] = at < 0 ? words : words.slice(0, at);
  const form: Record<string, string> = {};
  for (let one = at; one >= 0 && one < words.length; one += 2) form[words[one]!.slice(2)] = words[one + 1]!;
  const [verb, last] = [names.slice(0, -1).join(" "), names.at(-1)!];
  if (verb === "role add") return { method: "POST", address: "/access/roles", form: { roleid: last, ...form } };
  if (verb === "role modify") return { method: "PUT", address: `/access/roles/${last}`, form };
  if (verb === "user add") return { method: "POST", address: "/access/users", form: { userid: last, ...form } };
  if (verb === "acl modify") return { method: "PUT", address: "/access/acl", form: { path: last, ...form } };
  const [, , , user] = names;
  return { method: "POST", address: `/access/users/${user}/token/${last}`, form };
}
