import { expect } from "chai";
import { openCluster, type Cluster } from "../../../generator/gate/live";
import type { GateResponse, Handler } from "../../../generator/gate/message";
import { refuse } from "../../../generator/gate/message";
import { parseRequest } from "../../../generator/gate/parse";
import { makeRecording, notProven, recorded, recordingOf } from "../../../generator/gate/recording";
import { tellingStorages } from "../../../generator/gate/telling-storages";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { apiSource } from "../../../generator/source/api/api-source";
import { createClient } from "../../../generator/transport/client";
import { redact, redacted } from "../../../lib/pve/secret";

const get = async (handle: Handler, address: string) => {
  const request = parseRequest({ method: "GET", url: `/api2/json${address}`, headers: {}, text: "" });
  if ("status" in request) throw new Error(address);
  return handle(request);
};
const dataOf = ({ data, body }: GateResponse) => (body === undefined ? data : (JSON.parse(body.toString()) as { data: unknown }).data);
type Row = Readonly<Record<string, unknown>>;

describe("what was read of a cluster", () => {
  let simulator: Simulator;
  let cluster: Cluster;
  afterEach(async () => {
    cluster?.close();
    await simulator.close();
  });

  async function read(scenario: string, token: "root" | "auditor" = "root") {
    simulator = await startSimulator({ scenario });
    const way = { endpoints: [simulator.endpoint] as [string], credentials: { apiToken: simulator.tokens[token] }, trust: { fingerprints: [simulator.fingerprint256] } };
    cluster = openCluster(way);
    const recording = makeRecording();
    const source = apiSource(await createClient(way));
    for await (const _ of source.read({ onAnswer: recording.keep })) void _;
    await source.close();
    return recording;
  }

  for (const scenario of ["homelab", "office", "odd-corners"]) {
    it(`answers everything that the provider asks of ${scenario} as the cluster would, without another question`, async () => {
      const recording = await read(scenario);
      const offline = recorded(recording, async ({ address }) => refuse(`${address} was not read`, 502));
      const asked = simulator.requests.length;
      const resources = recording.read("/cluster/resources") as readonly Row[];
      const guests = resources.filter(({ type, node }) => (type === "qemu" || type === "lxc") && resources.some((row) => row.type === "node" && row.node === node && row.status === "online"));
      const at = guests.map(({ node, type, vmid }) => `/nodes/${String(node)}/${String(type)}/${String(vmid)}`);
      const volumes = await Promise.all(
        guests.map(async ({ type, node }, index) => {
          const config = type === "qemu" ? (dataOf(await get(offline, `${at[index]}/config`)) as Row | null) : null;
          const disks = Object.entries(config ?? {}).filter(([key, value]) => /^(scsi|virtio|sata|ide|efidisk)\d+$/.test(key) && /^[^,:/]+:/.test(String(value)) && !/media=cdrom|cloudinit/.test(String(value)));
          return disks.map(([, value]) => String(value).split(",")[0]!).map((volume) => `/nodes/${String(node)}/storage/${volume.split(":")[0]}/content/${encodeURIComponent(volume)}`);
        }),
      );
      const pools = (recording.read("/pools") as readonly Row[]).map(({ poolid }) => `/pools?poolid=${encodeURIComponent(String(poolid))}`);
      const addresses = [...at.map((one) => `${one}/config`), ...at.map((one) => `${one}/status/current`), "/cluster/resources?type=vm", "/cluster/resources?type=storage", "/pools", "/version", "/nodes", ...pools, ...volumes.flat()];
      const told = await Promise.all(addresses.map(async (address) => [address, await get(offline, address)] as const));
      expect(simulator.requests).to.have.lengthOf(asked);
      const now = await Promise.all(addresses.map((address) => get(cluster.handle, address)));
      for (const [index, [address, answer]] of told.entries()) {
        const live = now[index]!;
        expect(answer.status, `${address}: ${answer.reason}`).to.equal(live.status);
        expect(essence(address, dataOf(answer)), address).to.deep.equal(essence(address, dataOf(live)));
      }
      expect(told.filter(([address]) => address.includes("/content/")).length).to.be.greaterThan(5);
    });
  }

  it("sends a part of the list as it was made for the guest before, until the list is read again", async () => {
    const recording = makeRecording();
    const offline = recorded(recording, async () => refuse("", 502));
    const list = (vmid: number) => ({ address: "/cluster/resources", body: [{ id: `qemu/${vmid}`, type: "qemu", vmid }, { id: "storage/pve/local", type: "storage" }] });
    const numbers = async () => (dataOf(await get(offline, "/cluster/resources?type=vm")) as readonly Row[]).map(({ vmid }) => vmid);
    recording.keep(list(100));
    expect(await numbers()).to.deep.equal([100]);
    const [one, other] = [await get(offline, "/cluster/resources?type=vm"), await get(offline, "/cluster/resources?type=vm")];
    expect(one.body).to.equal(other.body);
    expect(dataOf(await get(offline, "/cluster/resources?type=storage"))).to.deep.equal([{ id: "storage/pve/local", type: "storage" }]);
    recording.keep(list(101));
    expect(await numbers()).to.deep.equal([101]);
  });

  it("tells the format of a disk, whether or not the token may ask for it", async () => {
    const recording = await read("homelab", "auditor");
    const offline = recorded(recording, async () => refuse("", 502));
    const address = "/nodes/pve/storage/local-zfs/content/local-zfs%3Avm-100-disk-0";
    expect((await get(cluster.handle, address)).status).to.equal(403);
    expect(dataOf(await get(offline, address))).to.include({ format: "raw" });
  });

  it("is enough to tell a format that the token may not ask for, and nothing else that it may not", async () => {
    await read("homelab", "auditor");
    const telling = tellingStorages(cluster.handle);
    const may = openCluster({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } });
    const at = (name: string, volume: string) => `/nodes/pve/storage/${name}/content/${encodeURIComponent(`${name}:${volume}`)}`;
    for (const address of [at("local-zfs", "vm-100-disk-0"), at("local-zfs", "vm-101-disk-0")]) {
      expect((await get(cluster.handle, address)).status, address).to.equal(403);
      const [told, asked] = [await get(telling, address), await get(may.handle, address)];
      expect([told.status, essence(address, dataOf(told))]).to.deep.equal([200, essence(address, dataOf(asked))]);
    }
    for (const address of [at("nowhere", "vm-100-disk-0"), "/nodes/pve/storage/local-zfs/content/no%3Avolume"]) expect(await get(telling, address)).to.deep.equal(await get(cluster.handle, address));
    expect(simulator.requests.filter(({ address }) => address === "/storage")).to.have.lengthOf(2);
    may.close();
  });

  for (const scenario of ["homelab", "datacentre"]) {
    it(`is enough to tell every storage of ${scenario}, which takes the right to change it where it is asked for alone`, async () => {
      const recording = await read(scenario, "auditor");
      const offline = recorded(recording, async ({ address }) => refuse(`${address} was not read`, 502));
      const telling = tellingStorages(cluster.handle);
      const may = openCluster({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } });
      const names = (recording.read("/storage") as readonly Row[]).map(({ storage }) => String(storage));
      for (const name of names) {
        const asked = dataOf(await get(may.handle, `/storage/${name}`));
        expect((await get(cluster.handle, `/storage/${name}`)).status, name).to.equal(403);
        for (const handle of [offline, telling]) expect(dataOf(await get(handle, `/storage/${name}`)), name).to.deep.equal(asked);
      }
      expect(names).to.have.lengthOf.above(3);
      expect((await get(offline, "/storage/nowhere")).status).to.equal((await get(may.handle, "/storage/nowhere")).status);
      may.close();
    });
  }

  it("knows of a store that it keeps no secrets: what had one is not proven", async () => {
    const recording = recordingOf({
      documents: new Map<string, unknown>([
        ["/nodes/pve/lxc/200/config", redact({ hostname: "db", env: "API_TOKEN=abc" })],
        ["/nodes/pve/lxc/201/config", redact({ hostname: "web" })],
      ]),
      unreadable: new Map([["/nodes/two/qemu/100/config", { address: "/nodes/two/qemu/100/config", why: "offline", message: "node two is offline" }]]),
    });
    const offline = recorded(recording, async () => refuse("", 502), { withoutSecrets: true });
    expect(await get(offline, "/nodes/pve/lxc/200/config")).to.deep.equal(refuse(notProven));
    expect(dataOf(await get(offline, "/nodes/pve/lxc/201/config"))).to.deep.equal({ hostname: "web" });
    expect(await get(offline, "/nodes/two/qemu/100/config")).to.include({ status: 595 });
    expect(redacted).to.be.a("string");
    simulator = await startSimulator();
  });
});

/** What the provider looks at, of answers that change from one moment to the next. */
function essence(address: string, data: unknown): unknown {
  const passing = new Set(["cpu", "mem", "memhost", "disk", "diskread", "diskwrite", "netin", "netout", "uptime", "maxdisk", "pid", "pressurecpufull", "pressurecpusome", "pressureiofull", "pressureiosome", "pressurememoryfull", "pressurememorysome"]);
  if (address.includes("/content/")) return (data as Row | null)?.format;
  if (address.startsWith("/pools?")) return (data as readonly { members: readonly Row[] }[]).map((pool) => ({ ...pool, members: pool.members.map(({ id, type, node, vmid, storage }) => [id, type, node, vmid, storage].join()).sort() }));
  if (Array.isArray(data)) return (data as readonly Row[]).map((row) => essence("", row)).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !passing.has(key)).sort().map(([key, value]) => [key, typeof value === "object" ? essence("", value) : value]));
}
