import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { OpenConflict } from "../../generator/renew/conflict";
import { constructsIn } from "../../generator/edit/construct";
import { printName } from "../../lib/schema/kind/name";
import type { ResourceKey } from "../../lib/pve/address";
import { reachClusterC, serveClusterC } from "../support/cluster-c";
import { oneOfEachKind } from "../support/object-change";
import type { Recorded, RecordedServer } from "../support/recorded-server";
import { newFolder, pmpc, remove, report } from "./command";

interface Written {
  readonly key: ResourceKey;
  readonly id: string;
  readonly construct: string;
  readonly file: string;
}

/** A value otherwise, as a person might have it. */
const otherwise = (code: string) => (/"$/.test(code) ? code.replace(/"$/, ' mine"') : /^\d+$/.test(code) ? String(Number(code) + 1) : undefined);

describe("a conflict about what is not a guest", () => {
  let [folder, server]: [string, RecordedServer] = ["", undefined as unknown as RecordedServer];
  const answers = new Map<string, Partial<Recorded>>();
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const written = () => read(".proxmox/cluster.jsonl").trim().split("\n").map((line) => JSON.parse(line) as Written);
  const importAgain = () => report(["import", ...reachClusterC(server), "--out", folder], folder);
  /** What the code says of one: title → its stretch. */
  const propsOf = ({ file, construct, id }: Written) => new Map([...constructsIn(read(file)).find((one) => one.className === construct && one.id === id)!.props].map(([name, { start, end }]) => [name, read(file).slice(start, end)]));
  let disputed: readonly { readonly one: Written; readonly prop: string; readonly theirs: string; readonly mine: string }[] = [];

  before(async () => {
    folder = newFolder();
    server = await serveClusterC((address) => answers.get(address));
    await report(["import", ...reachClusterC(server), "--out", folder, "--scope", "all"], folder);
    const before = new Map(written().map((one) => [one.key, propsOf(one)]));
    const all = new Set<string>(before.keys());
    const changes = oneOfEachKind((key) => all.has(key));
    for (const { address, body } of changes.values()) answers.set(address, { status: 200, reason: "OK", body: { data: body } });
    // What the cluster makes of it, in a project that nobody edits.
    const other = newFolder();
    await report(["import", ...reachClusterC(server), "--out", other, "--scope", "all"], other);
    const now = (one: Written) => new Map([...(constructsIn(readFileSync(join(other, one.file), "utf8")).find(({ className, id }) => className === one.construct && id === one.id)?.props ?? [])].map(([name, { start, end }]) => [name, readFileSync(join(other, one.file), "utf8").slice(start, end)]));
    disputed = [...changes.values()].flatMap(({ key }) => {
      const one = written().find((each) => each.key === key)!;
      const [was, is] = [before.get(one.key)!, now(one)];
      const found = [...was].flatMap(([prop, code]) => {
        const value = code.slice(prop.length + 2);
        const mine = otherwise(value);
        return mine === undefined || is.get(prop) === undefined || is.get(prop) === code ? [] : [{ one, prop, theirs: is.get(prop)!, mine: `${prop}: ${mine}` }];
      });
      return found.slice(0, 1);
    });
    remove(other);
    for (const { one, prop, mine } of disputed) {
      const { start, end } = constructsIn(read(one.file)).find(({ className, id }) => className === one.construct && id === one.id)!.props.get(prop)!;
      const text = read(one.file);
      writeFileSync(join(folder, one.file), text.slice(0, start) + mine + text.slice(end));
    }
  });
  after(async () => {
    await server.close();
    remove(folder);
  });

  const open = async () => (JSON.parse((await pmpc(["resolve", "--json"], folder)).stdout) as { readonly conflicts: readonly OpenConflict[] }).conflicts;

  it("is called what it is about, in every kind", async () => {
    await importAgain();
    expect(disputed.length).to.be.above(10);
    const told = (await open()).map(({ of, key, title }) => [of, key, title]);
    expect(told).to.have.deep.members(disputed.map(({ one: { key }, prop }) => [printName(key), key, prop]));
  });

  it("is open still after another import", async () => {
    await importAgain();
    expect(await open()).to.have.lengthOf(disputed.length);
  });

  it("is decided by its name: as the cluster has it, or as the code does, or otherwise", async () => {
    for (const [at, { one, prop, theirs, mine }] of disputed.entries()) {
      const typed = otherwise(mine.slice(prop.length + 2))!;
      const side = [["--theirs"], ["--mine"], ["--value", typed]][at % 3]!;
      const { code, stderr } = await pmpc(["resolve", ...printName(one.key).split(" "), prop, ...side], folder);
      expect([code, stderr], printName(one.key)).to.deep.equal([at < disputed.length - 1 ? 2 : 0, ""]);
      expect(propsOf(one).get(prop), printName(one.key)).to.equal([theirs, mine, `${prop}: ${typed}`][at % 3]);
    }
    await importAgain();
    expect(await open()).to.deep.equal([]);
  });

  it("is taken over by a sync, too, under the same name", async () => {
    const { one, prop, theirs, mine } = disputed[1]!;
    expect(propsOf(one).get(prop)).to.equal(mine);
    const { code, stdout } = await pmpc(["sync", ...reachClusterC(server), "--accept", ...printName(one.key).split(" "), prop], folder);
    expect([0, 3]).to.include(code);
    expect(stdout).to.contain("accepted");
    expect(propsOf(one).get(prop)).to.equal(theirs);
  });
});
