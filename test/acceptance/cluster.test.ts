import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { WriteReport } from "../../generator/renew/write-report";
import { providerVersion } from "../../lib/schema/provider/bpg";
import { request } from "node:https";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import type { PlanReport } from "../../generator/judge/grade-workspace";
import { check, install, newFolder, pmpc, reach, remove, synthesise } from "../bin/command";
import { reachClusterC, serveClusterC } from "../support/cluster-c";
import { fixture } from "../support/fixture";
import type { RecordedServer } from "../support/recorded-server";
import { needProvider } from "./terraform";

describe(`a whole cluster, planned with the real provider ${providerVersion}`, function () {
  let folder: string;
  let server: RecordedServer;

  before(async function () {
    await needProvider(this, providerVersion);
  });
  beforeEach(async () => {
    [folder, server] = [newFolder(), await serveClusterC()];
  });
  afterEach(async () => {
    await server.close();
    remove(folder);
  });

  const filesIn = (path: string) => readdirSync(join(folder, path)).map((name) => readFileSync(join(folder, path, name), "utf8"));

  const json = async (...args: readonly string[]) => JSON.parse((await pmpc([...args, "--json"], folder)).stdout) as WriteReport;

  it("changes nothing, though a node is off, and what cannot be written is left out beforehand", async () => {
    await json("import", ...reachClusterC(server), "--out", folder, "--scope", "all", "--no-verify");
    install(folder);
    const { code, stdout } = await check(folder);
    expect(stdout).to.equal("");
    expect(code).to.equal(0);
    const { proof, resources } = await json("import", ...reachClusterC(server), "--out", folder);
    expect(proof).to.include({ proven: true, imports: 212, planned: 212 });
    expect(resources!.filter(({ outcome }) => outcome === "imported")).to.have.lengthOf(202);
    // Nothing had to be found out by planning: the rows know.
    expect(readFileSync(join(folder, ".proxmox/cluster.jsonl"), "utf8").trim().split("\n")).to.have.lengthOf(202);
    expect(new Set(server.asked.map(({ method }) => method))).to.deep.equal(new Set(["GET"]));
  });

  it("takes in more than Terraform's own generation, asked as that was: with a password where a token is refused", async () => {
    const root = ["--endpoint", server.url, "--fingerprint", server.fingerprint256, "--username", "root@pam", "--password", "any"];
    await json("import", ...root, "--out", folder, "--scope", "all", "--no-verify");
    install(folder);
    const { proof, resources } = await json("import", ...root, "--out", folder);
    expect(proof).to.deep.include({ proven: true, unclean: [] });
    const { import: blocks, resource: made } = JSON.parse(readFileSync(join(await synthesise(folder), "cdk.tf.json"), "utf8")) as Synthesised;
    const guests = /_(vm|container)\./;
    const ours = new Set(blocks.filter(({ to }) => !guests.test(to)).map(({ to, id }) => `${to.replace(/^proxmox_(virtual_environment_)?|\..*/g, "")} ${id}`));
    expect(resources!.filter(({ outcome }) => outcome === "imported")).to.have.lengthOf(ours.size);
    // There the pool of a virtual machine is an object of its own; here the machine says it.
    for (const { vm_id: vmId, pool_id: pool } of Object.values(made.proxmox_virtual_environment_vm!)) if (pool !== undefined) ours.add(`pool_membership ${ofPool(made, pool)}/vm/${String(vmId)}`);

    const theirs = fixture<ReadBack>("provider-read-back-cluster.json").objects.filter(({ noop }) => noop).map(({ concept, id }) => `${concept} ${id}`);
    expect(ours.size).to.be.above(theirs.length);
    // What the provider takes for another kind, has no value of, does rather than keeps, and finds nothing of.
    expect(theirs.filter((one) => !ours.has(one))).to.have.members([
      "network_linux_bridge stor-01:ovsbr0", "network_linux_bond edge-a:lag1", "realm_ldap corp-ad", "acme_dns_plugin standalone",
      "user root@pam", ...["ada@pve!ci", "ada@pve!tf", "auditor@pve!pool", "mon@pve!prom", "root@pam!exam", "root@pam!ro"].map((token) => `user_token ${token}`),
      "realm_sync ldap-main", "realm_sync corp-ad", "node_config stor-01",
    ]);
  });

  describe("a data centre that was adopted", () => {
    let simulator: Simulator;
    let adopted: string;
    let first: WriteReport;
    const scope = ["--scope", "cluster"];

    before(async () => {
      [adopted, simulator] = [newFolder(), await startSimulator({ scenario: "datacentre" })];
      first = JSON.parse((await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", ".", ...scope, "--json"], adopted)).stdout) as WriteReport;
      await runIn(() => adopted, simulator)("apply", "--yes", "--no-test");
    });
    beforeEach(() => cpSync(adopted, join(folder, "dc"), { recursive: true }));
    after(async () => {
      await simulator?.close();
      if (adopted) remove(adopted);
    });

    const run = <R = WriteReport>(...args: readonly string[]) => runIn(() => join(folder, "dc"), simulator)<R>(...args);

    it("goes into a state that lacks it, and nothing of it is made again; a second state is refused", async () => {
      cpSync(join(folder, "dc"), join(folder, "clone"), { recursive: true, filter: (path) => !/tfstate|\.proxmox\/(terraform|state\.db)/.test(path) });
      const inClone = runIn(() => join(folder, "clone"), simulator);

      const { resources, adopted: taken } = await inClone<PlanReport>("plan");
      expect(new Set(resources.map(({ grade, importing }) => `${grade} ${importing}`))).to.deep.equal(new Set(["clean true"]));
      expect(taken).to.have.lengthOf.above(30);
      expect(taken).to.have.lengthOf(resources.length);
      const refused = await inClone<{ readonly code?: string; readonly error?: { readonly code: string } }>("apply", "--yes", "--no-test");
      expect(JSON.stringify(refused)).to.include("second-state");
    });

    it("keeps what it has written when less is read later, and what is in the state when it is gone from the cluster", async () => {
      expect(first.proof).to.include({ proven: true });
      const written = first.resources!.filter(({ outcome }) => outcome === "imported").length;
      expect(written).to.be.greaterThan(30);
      expect(filesIn("dc/cluster").filter((text) => /\badopt\b/.test(text))).to.deep.equal([]);
      expect(readFileSync(join(folder, "dc/.proxmox/cluster.jsonl"), "utf8")).not.to.include("adopt");
      const grades = async () => [...new Set((await run<PlanReport>("plan")).resources.map(({ grade }) => grade))];

      const narrowed = await run("import", "--scope", "guests");
      expect(narrowed.proof).to.include({ proven: true });
      expect(narrowed.resources!.filter(({ outcome }) => outcome === "imported")).to.have.lengthOf(written);
      expect(await grades()).to.deep.equal(["clean"]);
      expect(filesIn("dc/cluster").filter((text) => /\badopt\b/.test(text))).to.deep.equal([]);

      const putBack = await takeAway(simulator, "nas-2");
      await run("import");
      expect(readFileSync(join(folder, "dc/cluster/storage.ts"), "utf8")).to.contain('"nas-2"');
      expect(await grades()).to.have.members(["clean", "create"]);
      await putBack();
    });

    it("makes no storage without its password, by the name of the variable, and needs none for one that is there", async () => {
      const code = filesIn("dc/cluster").join("\n");
      const [, id, variable] = /new (?:Cifs|Pbs)Storage\(cluster, "([^"]+)"[^]*?Secret\.variable\(cluster, "([^"]+)"\)/.exec(code)!;
      const name = `TF_VAR_${variable!.replace(/\W+/g, "_")}`;
      expect(readFileSync(join(folder, "dc/README.md"), "utf8")).to.include(`| \`${name}\` | storage ${id!}: password |`);

      const backup = join(folder, "dc/cluster/backup.ts");
      writeFileSync(backup, readFileSync(backup, "utf8").replace(/schedule: "[^"]*"/, 'schedule: "sat 05:15"'));
      const changing = (await run<PlanReport>("plan")).resources.filter(({ grade }) => grade !== "clean");
      expect(changing.map(({ grade, changes }) => [grade, changes.map(({ prop, after, says }) => [prop, after, says])])).to.deep.equal([["live change", [["schedule", "sat 05:15", "it is changed in place"]]]]);

      await takeAway(simulator, id!);
      const found = async () => (await run<PlanReport>("plan")).resources.find(({ name: one }) => one === id)!;
      expect(await found()).to.deep.include({ grade: "refused", reason: "password is a secret that is not set", remedy: `export ${name}='…'` });
      environment = { [name]: "hunter2" };
      try {
        expect((await found()).grade).to.equal("create");
      } finally {
        environment = {};
      }
    });
  });
});

interface Synthesised {
  readonly import: readonly { readonly to: string; readonly id: string }[];
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

interface ReadBack {
  readonly objects: readonly { readonly concept: string; readonly id: string; readonly noop?: boolean }[];
}

/** The name of a pool, which code may have as a reference to its resource. */
function ofPool({ proxmox_virtual_environment_pool: pools }: Synthesised["resource"], pool: unknown): string {
  const [, id] = /^\$\{proxmox_virtual_environment_pool\.([\w-]+)\./.exec(String(pool)) ?? [];
  return String(id === undefined ? pool : pools![id]!.pool_id);
}

const runIn = (folder: () => string, { tokens }: Simulator) => async <R = WriteReport>(...args: readonly string[]) => {
  const { stdout } = await pmpc([...args, "--json"], folder(), { PROXMOX_VE_API_TOKEN: tokens.root, ...environment });
  return JSON.parse(stdout) as R;
};

/** Variables for the commands that follow. */
let environment: Readonly<Record<string, string>> = {};

/** Removes a storage from the cluster, and gives what puts it back. */
async function takeAway(simulator: Simulator, id: string): Promise<() => Promise<unknown>> {
  // PVE says by itself that a network storage is shared.
  const { digest: _digest, shared: _shared, ...settings } = (await send(simulator, "GET", `/storage/${id}`)) as Readonly<Record<string, unknown>>;
  await send(simulator, "DELETE", `/storage/${id}`);
  return () => send(simulator, "POST", "/storage", new URLSearchParams(Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]))).toString());
}

/** Does on the cluster what somebody does there. */
const send = ({ endpoint, tokens }: Simulator, method: string, address: string, body = "") =>
  new Promise<unknown>((resolve, reject) => {
    const headers = { authorization: `PVEAPIToken=${tokens.root}`, "content-type": "application/x-www-form-urlencoded" };
    const asked = request(`${endpoint}/api2/json${address}`, { method, rejectUnauthorized: false, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
        if (response.statusCode === 200) resolve((JSON.parse(Buffer.concat(chunks).toString()) as { readonly data: unknown }).data);
        else reject(new Error(`${method} ${address}: ${response.statusMessage}`));
      });
    });
    asked.on("error", reject).end(body);
  });
