import { join } from "node:path";
import { expect } from "chai";
import type { Unreadable } from "../../../lib/inventory/document";
import { apiSource } from "../../../generator/source/api/api-source";
import { holdCluster } from "../../../generator/simulator/held";
import { startSimulator } from "../../../generator/simulator/simulator";
import { createClient } from "../../../generator/transport/client";
import { actorToken } from "../../../generator/twin/rights";
import { addressTemplate } from "../../../lib/pve/template";
import { parseGuestAddress } from "../../../lib/pve/address";
import { printGuestName } from "../../../lib/schema/kind/name";
import { twinOf } from "../../../generator/twin/twin";
import type { Kind } from "../../../lib/schema/kind/kind";
import { kindsInScope } from "../../../lib/schema/kind/scope";
import { datacentre } from "../../../simulator/scenario/datacentre";
import type { Scenario } from "../../../simulator/scenario";

/** Figures that a cluster measures, and times: nobody rehearses them. */
const measured = new Set("cpu mem memhost uptime diskread diskwrite netin netout pid balloon freemem nics digest disk maxdisk pressurecpusome pressurecpufull pressureiosome pressureiofull pressurememorysome pressurememoryfull running-machine running-qemu blockstat proxmox-support ballooninfo ha swap ssl_fingerprint cpus maxmem agent active exists priority next-run time localtime".split(" "));

/** What is the same in a twin: lists sorted, without what is measured. */
function lasting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lasting).map((one) => JSON.stringify(one)).sort();
  if (typeof value === "string" && /^[a-z]+(,[a-z]+)+$/.test(value)) return value.split(",").sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !measured.has(key)).sort().map(([key, inner]) => [key, lasting(inner)]));
}

async function observe(scenario: string | Scenario, by: "root" | "auditor", kinds: readonly Kind[] = []) {
  const simulator = await startSimulator({ scenario });
  const client = await createClient({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens[by] }, trust: { fingerprints: [simulator.fingerprint256] } });
  try {
    const documents = new Map<string, unknown>();
    const unreadable = new Map<string, Unreadable>();
    for await (const one of apiSource(client).read({ kinds })) {
      if ("why" in one) unreadable.set(one.address, one);
      else documents.set(one.address, one.body);
    }
    return { documents, unreadable };
  } finally {
    client.close();
    await simulator.close();
  }
}

/** What a twin is not, or has from elsewhere: what guests say of themselves, tasks, and what waits to be applied in the software-defined network. */
const isOther = [/^\/nodes\/[^/]+\/(?:qemu|lxc)\/\d+\/(?:agent\/.*|interfaces|status\/current)$/, /^\/cluster\/(?:resources|tasks|notifications\/.*)$/, /[?&]pending=1$/];
/** What was read, without the one who rehearses. */
const own = (value: unknown) => (Array.isArray(value) ? (value as unknown[]).filter((one) => !String(one).includes("rehearsal@pve")) : value);

describe("a twin", () => {
  for (const release of ["9.2", "8.4"] as const) {
    it(`answers what an import of a whole cluster of Proxmox VE ${release} reads as that did`, async () => {
      const groups: Readonly<Record<string, string>> = release === "8.4" ? { "ha/groups.cfg": "group: rack-a\n\tcomment databases\n\tnodes rack-a1,rack-a2:2\n\tnofailback 1\n" } : {};
      const observation = await observe({ ...datacentre, name: "all", release, files: { ...datacentre.files, ...groups } }, "root", kindsInScope("all"));
      const twin = twinOf(observation);
      const held = holdCluster(twin.scenario, { user: "root@pam", ticket: true }, () => 1_795_420_000);
      const asked = [...observation.documents].filter(([address]) => !isOther.some((one) => one.test(address)));
      expect(new Set(kindsInScope("all").filter(({ reads: { list } }) => asked.some(([address]) => addressTemplate(list).parse(address) !== undefined)).map(({ prefix }) => prefix))).to.have.property("size").greaterThan(40);
      for (const [address, body] of asked) {
        const { status, body: answered } = held.ask("GET", address);
        expect(status, address).to.equal(200);
        expect(own(lasting(answered!.data)), address).to.deep.equal(own(lasting(body)));
      }
    });
  }

  it("says what it has nothing of, and why", async () => {
    const observation = await observe("datacentre", "root", kindsInScope("cluster"));
    const failed = "/cluster/ha/rules/databases-apart";
    expect(observation.documents.delete(failed)).to.equal(true);
    observation.unreadable.set(failed, { address: failed, why: "failed", message: "Proxmox VE answered 500" });
    const { lacks } = twinOf(observation);
    expect(lacks("proxmox_virtual_environment_pool", { pool_id: "gone-since" })).to.equal(undefined);
    expect(lacks("proxmox_harule", { rule: "databases-apart" })).to.equal("it could not be read: Proxmox VE answered 500");
    const unread = "an import does not read what it is, so the twin has none of it";
    expect([lacks("proxmox_virtual_environment_role", { role_id: "ops" }), lacks("proxmox_sdn_applier", {}), lacks("proxmox_virtual_environment_certificate", { node_name: "pve" })]).to.deep.equal([unread, unread, unread]);
  });

  it("says which changes of a guest wait, and are in force in it", async () => {
    const { unknown } = twinOf(await observe("homelab", "root"));
    expect(unknown).to.deep.equal(["vm 101 has changes that wait until it stops (memory 4096 now, 6144 then): in the twin they are in force"]);
  });

  it("says what of the software-defined network waits to be applied, and nothing where nothing does", async () => {
    const waits = (texts: readonly string[]) => texts.filter((text) => text.startsWith("the software-defined network"));
    const [said = "", ...more] = waits(twinOf(await observe("datacentre", "root", kindsInScope("all"))).unknown);
    expect(more).to.deep.equal([]);
    expect(said).to.match(/\bzone lab\b/).and.match(/\bvnet oldnet\b/).and.match(/\bsubnet labnet\//).and.not.match(/\bvnet racknet\b/);
    expect(waits(twinOf(await observe("homelab", "root", kindsInScope("all"))).unknown)).to.deep.equal([]);
  });

  it("says which guests high availability starts and stops", async () => {
    const { documents, unreadable } = await observe("homelab", "root");
    const rows = documents.get("/cluster/resources") as readonly { readonly vmid?: number }[];
    const managed = rows.map((row) => (row.vmid === 200 ? { ...row, hastate: "started" } : row));
    const { unknown } = twinOf({ documents: new Map([...documents, ["/cluster/resources", managed]]), unreadable });
    expect(unknown).to.include("container 200 is started and stopped directly: in the cluster its high availability does that");
  });

  for (const scenario of ["homelab", "office", "odd-corners", join(__dirname, "../../fixture/pve/cluster-b.json")]) {
    for (const by of ["root", "auditor"] as const) {
      it(`answers as ${scenario.split("/").at(-1)} did when ${by} read it`, async () => {
        const observation = await observe(scenario, by);
        const twin = twinOf(observation, { rights: true });
        const held = holdCluster(twin.scenario, { user: actorToken, ticket: false }, () => 1_795_420_000);
        const unlike = new Set([...twin.guests].flatMap(([key, guest]) => (guest.unlike === undefined ? [] : [key])));
        const waits = (address: string) => address.endsWith("/status/current") && twin.unknown.some((text) => text.startsWith(printGuestName(parseGuestAddress(address)!)));
        const isOfGuest = /^\/nodes\/[^/]+\/((?:qemu|lxc)\/\d+)\/(config|status\/current)$/;
        const asked = [...observation.documents].filter(([address]) => /^\/(nodes|storage|pools|cluster\/status)$|\/network$/.test(address) || (isOfGuest.test(address) && !unlike.has(isOfGuest.exec(address)![1]!) && !waits(address)));
        expect(asked.length).to.be.greaterThan(5);
        for (const [address, body] of asked) {
          const { status, body: answered } = held.ask("GET", address);
          expect(status, address).to.equal(200);
          expect(lasting(answered!.data), address).to.deep.equal(lasting(body));
        }
        const permissions = held.ask("GET", "/access/permissions").body!.data as Readonly<Record<string, object>>;
        for (const [path, rights] of Object.entries(observation.documents.get("/access/permissions") as Readonly<Record<string, object>>)) expect(permissions[path], path).to.deep.equal(rights);
      });
    }
  }
});
