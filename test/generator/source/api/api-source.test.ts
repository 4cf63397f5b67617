import { expect } from "chai";
import { apiSource, type ApiSourceOptions } from "../../../../generator/source/api/api-source";
import type { Progress, ReadOptions } from "../../../../generator/source/source";
import { createClient, type Client, type ClientOptions } from "../../../../generator/transport/client";
import type { Document, Unreadable } from "../../../../lib/inventory/document";
import { readInventory, type Inventory } from "../../../../lib/inventory/inventory";
import { redacted } from "../../../../lib/pve/secret";
import { clusterB, recordedServer, tokens, type Recorded, type RecordedServer, type RecordedServerOptions, type Trouble } from "../../../support/recorded-server";
import { stillClock } from "../../../support/still-clock";
import { everythingOf, thrown } from "../../../support/thrown";

type Row = Readonly<Record<string, unknown>>;

const dataOf = (address: string) => (clusterB.http[address]!.body as { data: unknown }).data;
const resources = dataOf("/cluster/resources") as readonly Row[];
const guests = resources.filter(({ type }) => type === "qemu" || type === "lxc");
const config = (key: string, more: object = {}) => answer({ ...(dataOf(`/nodes/pve/${key}/config`) as object), ...more });
const answer = (data: unknown): Recorded => ({ status: 200, reason: "OK", body: { data } });
const failure = (status: number, reason: string): Recorded => ({ status, reason, body: { data: null, message: `${reason}\n` } });
const doesNotExist = (node: string, key: string) => failure(500, `Configuration file 'nodes/${node}/${key.replace("qemu", "qemu-server")}.conf' does not exist`);

describe("API source", () => {
  let server: RecordedServer;
  let client: Client;

  afterEach(async () => {
    client.close();
    await server.close();
  });

  async function open(options: RecordedServerOptions = {}, given: Partial<ClientOptions> = {}): Promise<void> {
    server = await recordedServer(options);
    client = await createClient({
      endpoints: [server.url],
      credentials: { apiToken: tokens.full },
      trust: { fingerprints: [server.fingerprint256] },
      clock: stillClock(),
      ...given,
    });
  }

  interface Seen {
    readonly documents: Map<string, unknown>;
    readonly unreadable: Map<string, Unreadable>;
    readonly inventory: Inventory;
  }

  async function read(options: ReadOptions = {}, source: ApiSourceOptions = {}): Promise<Seen> {
    const documents = new Map<string, unknown>();
    const unreadable = new Map<string, Unreadable>();
    for await (const found of apiSource(client, source).read(options)) keep(found, documents, unreadable);
    return { documents, unreadable, inventory: readInventory({ documents, unreadable }) };
  }

  function keep(found: Document | Unreadable, documents: Map<string, unknown>, unreadable: Map<string, Unreadable>): void {
    expect(documents.has(found.address) || unreadable.has(found.address), `${found.address} twice`).to.equal(false);
    if ("why" in found) unreadable.set(found.address, found);
    else documents.set(found.address, found.body);
  }

  const whyOf = ({ unreadable }: Seen) => Object.fromEntries([...unreadable.values()].map(({ address, why }) => [address, why]));
  const namesOf = ({ inventory }: Seen) => inventory.guests.filter((guest) => guest.config).map(({ key }) => key);
  const allKeys = guests.map(({ id }) => String(id)).sort((a, b) => Number(a.split("/")[1]) - Number(b.split("/")[1]));

  describe("of a healthy cluster", () => {
    it("delivers every document as it was recorded, and asks for each once", async () => {
      await open();
      const seen = await read();
      expect(seen.unreadable.size).to.equal(0);
      for (const [address, body] of seen.documents) expect(body, address).to.deep.equal(dataOf(address));
      expect(server.asked.map(({ address }) => address).sort()).to.deep.equal([...seen.documents.keys()].sort());
      expect(namesOf(seen)).to.deep.equal(allKeys);
      expect(seen.inventory).to.deep.include({ name: "pve", version: "9.2.11", bridges: ["vmbr0", "vmbr1"] });
    });

    it("only ever reads, and reads the configuration that Terraform's provider reads", async () => {
      await open();
      await read();
      expect(new Set(server.asked.map(({ method }) => method))).to.deep.equal(new Set(["GET"]));
      expect(server.asked.filter(({ address }) => address.includes("?"))).to.deep.equal([]);
    });

    it("knows the addresses of all that run, and asks nobody else", async () => {
      await open();
      const { inventory } = await read();
      const silent = inventory.guests.filter((guest) => !guest.interfaces).map(({ key }) => key);
      expect(silent).to.deep.equal(["qemu/120", "lxc/206", "qemu/9000"]);
      expect(server.count("/nodes/pve/qemu/120/agent/network-get-interfaces")).to.equal(0);
    });

    it("asks no guest for addresses when nobody wants them", async () => {
      await open();
      await read({ addresses: false });
      expect(server.asked.filter(({ address }) => /interfaces$/.test(address))).to.deep.equal([]);
    });

    it("asks only an agent that is there", async () => {
      const agents = { "qemu/100": "0", "qemu/101": "enabled=1,fstrim_cloned_disks=1", "qemu/102": "fstrim_cloned_disks=1", "qemu/110": 1, "qemu/111": undefined };
      await open({
        answers: {
          ...Object.fromEntries(Object.entries(agents).map(([key, agent]) => [`/nodes/pve/${key}/config`, config(key, { agent })])),
          "/nodes/pve/qemu/112/status/current": answer({ status: "running", qmpstatus: "paused" }),
        },
      });
      await read();
      const asked = server.asked.map(({ address }) => address).filter((address) => address.includes("/agent/"));
      expect(asked.sort()).to.deep.equal(["/nodes/pve/qemu/101/agent/network-get-interfaces", "/nodes/pve/qemu/110/agent/network-get-interfaces"]);
    });

    it("tells how far it is", async () => {
      await open();
      const told: Progress[] = [];
      await read({ onProgress: (progress) => told.push(progress) });
      expect(told.map((progress) => progress.guests.done)).to.deep.equal(Array.from({ length: 16 }, (_, n) => n));
      expect(told.at(-1)).to.deep.equal({ nodes: ["pve"], guests: { done: 15, total: 15 } });
    });

    it("has a name without a secret", async () => {
      await open();
      expect(apiSource(client).name).to.equal(server.url);
    });
  });

  describe("of a cluster that is not whole", () => {
    const twoNodes = (status: string) =>
      answer([
        ...resources.map((row) => (row.id === "qemu/102" || row.id === "lxc/202" ? { id: row.id, type: row.type, vmid: row.vmid, node: "pve2", status: "unknown" } : row)),
        { id: "node/pve2", type: "node", node: "pve2", status },
      ]);

    it("asks nothing of a node that is known to be offline, and names its guests", async () => {
      await open({ answers: { "/cluster/resources": twoNodes("offline") } });
      const seen = await read();
      expect(server.asked.filter(({ address }) => address.includes("/pve2/"))).to.deep.equal([]);
      expect(whyOf(seen)).to.deep.equal({ "/nodes/pve2/qemu/102/config": "offline", "/nodes/pve2/lxc/202/config": "offline" });
      expect(seen.unreadable.get("/nodes/pve2/qemu/102/config")!.message).to.equal("node pve2 is offline");
      expect(seen.inventory.guests.length).to.equal(15);
      expect(seen.inventory.guests.find(({ key }) => key === "qemu/102")).to.include({ node: "pve2", status: "unknown" });
    });

    it("takes any list's word for a node that is offline", async () => {
      const status = [{ type: "node", name: "pve", online: 1 }, { type: "node", name: "pve2", online: 0 }];
      await open({ answers: { "/cluster/resources": twoNodes("unknown"), "/cluster/status": answer(status) } });
      await read();
      expect(server.asked.filter(({ address }) => address.includes("/pve2/"))).to.deep.equal([]);
    });

    it("does not give up a node for a few guests that fail", async () => {
      const failing = ["qemu/100", "qemu/102", "qemu/111", "lxc/200", "lxc/202"].map((key) => `/nodes/pve/${key}/config`);
      await open({ answers: Object.fromEntries(failing.map((address) => [address, failure(599, "broken")])) }, { concurrency: 1 });
      const seen = await read();
      expect([...seen.unreadable.keys()].sort()).to.deep.equal([...failing].sort());
    });

    it("learns from 595 that a node is offline, and soon stops asking", async () => {
      const many = Array.from({ length: 40 }, (_, n) => ({ id: `qemu/${500 + n}`, type: "qemu", vmid: 500 + n, node: "pve2", status: "unknown" }));
      await open(
        {
          answers: { "/cluster/resources": answer([...resources, { id: "node/pve2", type: "node", node: "pve2", status: "online" }, ...many]) },
          trouble: (address) => (address.startsWith("/nodes/pve2/") ? { status: 595, reason: "No route to host", body: null } : undefined),
        },
        { concurrency: 2 },
      );
      const seen = await read();
      expect(new Set(Object.values(whyOf(seen)))).to.deep.equal(new Set(["offline"]));
      expect(seen.unreadable.size).to.equal(41);
      expect(server.asked.filter(({ address }) => address.startsWith("/nodes/pve2/")).length).to.be.at.most(14);
      expect(namesOf(seen)).to.deep.equal(allKeys);
    });

    it("follows a guest that moved while it was read", async () => {
      const moved = twoNodes("online");
      await open({
        answers: {
          "/nodes/pve/qemu/102/config": doesNotExist("pve", "qemu/102"),
          "/nodes/pve2/network": answer([]),
          "/nodes/pve2/qemu/102/config": config("qemu/102"),
          "/nodes/pve2/qemu/102/status/current": answer({ status: "stopped" }),
        },
        trouble: (address, nth) => (address === "/cluster/resources" && nth === 2 ? { body: moved.body } : undefined),
      });
      const seen = await read();
      expect(seen.unreadable.size).to.equal(0);
      expect(server.count("/cluster/resources")).to.equal(2);
      expect(seen.inventory.guests.find(({ key }) => key === "qemu/102")).to.include({ node: "pve2", name: "nas", status: "stopped" });
      // lxc/202 was read where it was; what the second look says of it is not taken over.
      expect(seen.inventory.guests.find(({ key }) => key === "lxc/202")).to.include({ node: "pve", name: "postgres" });
    });

    it("says that a guest vanished, and keeps it in the list", async () => {
      const without = answer(resources.filter(({ id }) => id !== "lxc/206" && id !== "qemu/120"));
      await open({
        // One is gone before its configuration is read, the other between that and its state.
        answers: { "/nodes/pve/lxc/206/config": doesNotExist("pve", "lxc/206"), "/nodes/pve/qemu/120/status/current": doesNotExist("pve", "qemu/120") },
        trouble: (address, nth) => (address === "/cluster/resources" && nth === 2 ? { body: without.body } : undefined),
      });
      const told: Progress[] = [];
      const seen = await read({ onProgress: (progress) => told.push(progress) });
      expect(whyOf(seen)).to.deep.equal({ "/nodes/pve/lxc/206/config": "gone", "/nodes/pve/qemu/120/config": "gone" });
      expect(seen.inventory.guests.length).to.equal(15);
      expect(namesOf(seen).length).to.equal(13);
      expect(server.count("/cluster/resources")).to.equal(2);
      expect(told.at(-1)!.guests).to.deep.equal({ done: 15, total: 15 });
    });

    it("does not look again where a guest just was not", async () => {
      await open({ answers: { "/nodes/pve/lxc/206/config": doesNotExist("pve", "lxc/206") } });
      expect(whyOf(await read())).to.deep.equal({ "/nodes/pve/lxc/206/config": "gone" });
      expect(server.count("/nodes/pve/lxc/206/config")).to.equal(1);
    });

    it("goes on when a guest cannot be read, and says what is lacking", async () => {
      await open({ answers: { "/nodes/pve/lxc/203/config": failure(403, "Permission check failed (/vms/203, VM.Config.Options)") } });
      const seen = await read();
      expect(namesOf(seen)).to.deep.equal(allKeys.filter((key) => key !== "lxc/203"));
      expect(seen.unreadable.get("/nodes/pve/lxc/203/config")).to.deep.equal({
        address: "/nodes/pve/lxc/203/config",
        why: "forbidden",
        message: "token root@pam!exam lacks VM.Config.Options on /vms/203",
        hint: `pveum role add PmpcImport --privs "VM.Config.Options" || pveum role modify PmpcImport --append 1 --privs "VM.Config.Options"\npveum acl modify /vms/203 --tokens 'root@pam!exam' --roles PVEAuditor,PmpcImport`,
      });
    });

    it("takes no agent's word for an error", async () => {
      await open({
        answers: {
          "/nodes/pve/qemu/100/agent/network-get-interfaces": failure(500, "QEMU guest agent is not running"),
          "/nodes/pve/qemu/101/agent/network-get-interfaces": failure(500, "VM 101 qmp command 'guest-network-get-interfaces' failed - got timeout"),
          "/nodes/pve/qemu/102/agent/network-get-interfaces": failure(596, "Broken pipe"),
        },
      });
      const seen = await read();
      expect(Object.values(whyOf(seen)).sort()).to.deep.equal(["agent-silent", "agent-silent", "offline"]);
      expect(namesOf(seen)).to.deep.equal(allKeys);
      expect(server.count("/nodes/pve/qemu/102/agent/network-get-interfaces")).to.equal(3);
    });

    it("waits for no agent longer than it may", async () => {
      await open({ trouble: (address) => (/interfaces$/.test(address) && address !== "/nodes/pve/lxc/200/interfaces" ? { hang: true } : undefined) });
      const began = Date.now();
      const seen = await read({}, { addressTimeout: 100 });
      expect(Date.now() - began).to.be.below(2000);
      expect(new Set(Object.values(whyOf(seen)))).to.deep.equal(new Set(["timeout"]));
      expect(seen.unreadable.size).to.equal(11);
      expect(seen.inventory.guests.find(({ key }) => key === "lxc/200")!.interfaces).to.have.length(2);
      // Each was asked once, and nobody looked whether the server was still there.
      expect(server.asked.filter(({ address }) => /interfaces$/.test(address)).length).to.equal(12);
      expect(server.count("/version")).to.equal(1);
    });

    for (const [what, trouble, why] of [
      ["hangs", { hang: true }, "timeout"],
      ["cuts the connection", { reset: true }, "way"],
      ["answers a page", { status: 404, raw: "<html>nginx</html>", headers: { "content-type": "text/html" } }, "way"],
      ["leads elsewhere", { status: 302, headers: { location: "https://login.example.net/" } }, "way"],
      ["answers a guest without settings", { status: 200, raw: '{"data":{}}' }, "failed"],
      ["answers a guest with a list in it", { status: 200, raw: '{"data":{"cores":[1]}}' }, "failed"],
      ["answers a text", { status: 200, raw: '{"data":"hello"}' }, "failed"],
      ["answers 500", { status: 500, reason: "got no worker upid" }, "failed"],
      ["stays busy", { status: 503, reason: "busy" }, "way"],
    ] as const satisfies readonly (readonly [string, Trouble, string])[]) {
      it(`lets one guest fail alone when its address ${what}`, async () => {
        await open({ trouble: (address) => (address === "/nodes/pve/qemu/101/config" ? (trouble as Trouble) : undefined) }, why === "timeout" ? { timeout: 2_000 } : {});
        const seen = await read();
        expect(whyOf(seen)).to.deep.equal({ "/nodes/pve/qemu/101/config": why });
        expect(namesOf(seen).length).to.equal(14);
      });
    }

    it("survives failures in passing, everywhere", async () => {
      const troubles: Trouble[] = [{ status: 502, reason: "Bad Gateway" }, { reset: true }, { status: 599, reason: "Too many redirections" }];
      await open({ trouble: (address, nth) => (nth === 1 ? troubles[address.length % 3] : undefined) });
      const seen = await read({}, {});
      const addresses = [...seen.unreadable.keys()].filter((address) => !/interfaces$/.test(address));
      expect(addresses).to.deep.equal([]);
      expect(namesOf(seen)).to.deep.equal(allKeys);
    });

    it("goes on without what is not indispensable", async () => {
      const optional = ["/cluster/status", "/nodes", "/storage", "/pools", "/access/permissions", "/nodes/pve/network"];
      await open({ answers: Object.fromEntries(optional.map((address) => [address, failure(500, "broken")])) });
      const seen = await read();
      expect([...seen.unreadable.keys()].sort()).to.deep.equal([...optional].sort());
      expect(namesOf(seen)).to.deep.equal(allKeys);
    });

    it("stops when the server goes away, without a storm", async () => {
      await open({ trouble: (address) => (/^\/nodes\/pve\/\w+\//.test(address) || server.asked.length > 12 ? { reset: true } : undefined) });
      const error = await thrown(read());
      expect(error.code).to.equal("unreachable");
      expect(server.asked.length).to.be.below(15 * 5 + 16 + 10);
    });
  });

  describe("with too few rights", () => {
    it("delivers what a poor token sees, and says what it lacks", async () => {
      await open({}, { credentials: { apiToken: tokens.low } });
      const seen = await read();
      expect(namesOf(seen)).to.deep.equal(["qemu/101", "qemu/102", "lxc/200", "lxc/201", "lxc/203"]);
      expect(seen.unreadable.get("/cluster/status")).to.deep.include({
        why: "forbidden",
        message: "token auditor@pve!pool lacks Sys.Audit on /",
        hint: "pveum acl modify / --users 'auditor@pve' --tokens 'auditor@pve!pool' --roles PVEAuditor",
      });
      expect(seen.unreadable.get("/nodes/pve/qemu/101/agent/network-get-interfaces")!.message).to.equal(
        "token auditor@pve!pool lacks VM.GuestAgent.Audit or VM.GuestAgent.Unrestricted on /vms/101",
      );
    });

    it("does not take no rights for an empty cluster", async () => {
      const none = { "/access/permissions": answer({}), "/cluster/resources": answer([{ id: "node/pve", type: "node", node: "pve", status: "online" }]), "/pools": answer([]) };
      await open({ answers: none });
      const error = await thrown(read());
      expect(error).to.include({ code: "no-rights", exit: 4, message: "token root@pam!exam may log in, but has no right to see anything" });
      expect(error.hint).to.include("pveum acl modify / --tokens 'root@pam!exam' --roles PVEAuditor").and.to.include("separate privileges");
    });

    it("fails when the list of guests is refused, broken or none", async () => {
      const refusals = { 403: ["permission-denied", 4], 500: ["read-failed", 1] } as const;
      for (const status of [403, 500] as const) {
        await open({ answers: { "/cluster/resources": failure(status, "Permission check failed (/, Sys.Audit)") } });
        expect(await thrown(read())).to.include({ code: refusals[status][0], exit: refusals[status][1] });
        client.close();
        await server.close();
      }
      await open({ answers: { "/cluster/resources": answer(null) } });
      expect(await thrown(read())).to.include({ code: "read-failed" });
    });

    it("asks once, and no more, with credentials that are not accepted", async () => {
      await open({}, { credentials: { apiToken: "a@pve!b=c" } });
      expect(await thrown(read())).to.include({ code: "not-authorised", exit: 4 });
      expect(server.asked.length).to.equal(1);
    });
  });

  describe("of secrets", () => {
    it("delivers none", async () => {
      const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEdeadbeef\n-----END RSA PRIVATE KEY-----";
      await open({
        answers: {
          "/nodes/pve/qemu/110/config": config("qemu/110", { cipassword: "$5$deadbeef", description: pem }),
          "/nodes/pve/lxc/200/config": config("lxc/200", { env: "DB_PASSWORD=deadbeef\0TZ=UTC" }),
        },
      });
      const { documents } = await read();
      expect(documents.get("/nodes/pve/qemu/110/config")).to.include({ cipassword: redacted, description: redacted, name: "k3s-server-1" });
      expect(documents.get("/nodes/pve/lxc/200/config")).to.include({ env: `DB_PASSWORD=${redacted}\0TZ=UTC` });
      expect(everythingOf([...documents])).not.to.include("deadbeef");
    });
  });

  describe("that is called off", () => {
    it("ends with the reason of whoever called", async () => {
      await open({ trouble: (address) => (/\/config$/.test(address) ? { hang: true } : undefined) });
      const stop = new AbortController();
      const reading = thrown(read({ signal: stop.signal }));
      while (server.waiting() < 15) await new Promise(setImmediate);
      stop.abort(new Error("enough"));
      expect((await reading).message).to.equal("enough");
    });

    it("leaves nothing under way when the reader stops", async () => {
      await open({ trouble: (address) => (/qemu\/\d+\/config$/.test(address) ? { hang: true } : undefined) });
      for await (const found of apiSource(client).read({})) if (found.address.startsWith("/nodes/pve/lxc/")) break;
      // Eight virtual machines would wait for half a minute.
      while (server.waiting() > 0) await new Promise(setImmediate);
    });
  });
});
