import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { DescribeReport } from "../../generator/action/describe";
import type { ExportReport } from "../../generator/action/export";
import type { DiffReport } from "../../generator/action/diff";
import type { HistoryReport } from "../../generator/action/history";
import type { ListReport } from "../../generator/action/list";
import { kinds } from "../../lib/schema/kind/all";
import { reachClusterC, serveClusterC } from "../support/cluster-c";
import { oneOfEachKind } from "../support/object-change";
import type { Recorded, RecordedServer } from "../support/recorded-server";
import { install, newFolder, pmpc, remove } from "./command";

describe("what verbs show of every kind", () => {
  let [place, folder, server]: [string, string, RecordedServer] = ["", "", undefined as unknown as RecordedServer];
  const answers = new Map<string, Partial<Recorded>>();
  const report = async <R>(...args: readonly string[]): Promise<R> => {
    const found = JSON.parse((await pmpc([...args, "--json"], folder)).stdout) as R & { readonly error?: unknown };
    expect(found.error, args.join(" ")).to.equal(undefined);
    return found;
  };
  const diff = () => report<DiffReport>("diff", ...reachClusterC(server));
  /** Everything besides guests that the import wrote, by key. */
  const written = () => readFileSync(join(folder, ".proxmox/cluster.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { readonly key: string; readonly construct: string; readonly file: string });

  before(async () => {
    place = newFolder();
    [folder, server] = [join(place, "home"), await serveClusterC((address) => answers.get(address))];
    mkdirSync(folder);
    await report("import", ...reachClusterC(server), "--out", folder, "--scope", "all", "--no-verify");
    install(folder, { tsx: false });
  });
  after(async () => {
    await server.close();
    remove(place);
  });

  it("is nothing where cluster, last run and code agree", async () => {
    const { resources, othersInCode } = await diff();
    expect(resources).to.deep.equal([]);
    expect(othersInCode).to.equal(written().length);
  });

  it("is one changed setting of each kind, with the code's line and what the code says; and the history of two runs has the same", async () => {
    const all = new Set(written().map(({ key }) => key));
    const changes = oneOfEachKind((key) => all.has(key));
    expect(changes.size).to.be.above(25);
    for (const { address, body } of changes.values()) answers.set(address, { status: 200, reason: "OK", body: { data: body } });
    const { resources } = await diff();
    const of = new Map(resources.map((one) => [one.key as string, one]));
    const files = new Map(written().map(({ key, file }) => [key, file]));
    for (const { key } of changes.values()) {
      const { is, declared = "", settings = [] } = of.get(key) ?? {};
      expect(is, key).to.equal("differs");
      expect(declared.split(":")[0], key).to.equal(files.get(key));
      expect(settings.some(({ cluster, code, drift, where }) => drift && code !== cluster && where !== undefined), `${key}: ${JSON.stringify(settings)}`).to.equal(true);
    }
    await report("import", ...reachClusterC(server), "--out", ".", "--no-verify");
    const { between } = await report<HistoryReport>("history", "1", "2");
    expect(between!.changes.map(({ key }) => key)).to.include.members([...changes.values()].map(({ key }) => key));
  });

  it("is where the code declares each thing", async () => {
    const oneOfEach = new Map(written().map((one) => [one.construct, one]));
    for (const { key, file, construct } of oneOfEach.values()) {
      const { declared, resource } = await report<DescribeReport>("describe", key);
      expect([resource.key, declared?.file], `${key}, a ${construct}`).to.deep.equal([key, file]);
    }
  });

  it("is told of an export: what comes along, and what stays with its reason", async () => {
    const { others, stays, behind } = await report<ExportReport>("export", join(place, "there"), "--endpoint", "https://there.lan:8006");
    expect(others).to.include("7 storages").and.include("9 users");
    expect(stays).to.include("6 storages: another one there takes its place").and.include("9 bridges: of the machines of this cluster");
    const left = behind.filter(({ guest }) => !/^(?:vm|container) \d+/.test(guest)).length;
    expect([...others, ...stays].reduce((sum, one) => sum + parseInt(one), left), "what has code is in one of the lists").to.equal(written().length);
  });

  it("is a list of each kind under its own word", async () => {
    for (const prefix of new Set(written().map(({ key }) => key.split("/")[0]!))) {
      const { resources } = await report<ListReport>("list", kinds.of(prefix)!.word.many);
      expect(resources.map(({ key }) => key as string), prefix).to.include.members(written().flatMap(({ key }) => (key.startsWith(`${prefix}/`) ? [key] : [])));
    }
  });
});
