import { expect } from "chai";
import { createServer } from "node:net";
import { createClient, createWriter, type Writer } from "../../../generator/transport/client";
import { startSimulator, type Simulator } from "../../../generator/simulator/simulator";
import { thrown } from "../../support/thrown";

const scenario = { name: "one", files: { "nodes/pve/qemu-server/100.conf": "name: web\n", "nodes/pve/lxc/200.conf": "hostname: db\n" } };

describe("client that writes", () => {
  let simulator: Simulator;
  const opened: { close(): void }[] = [];
  const open = async (endpoints: readonly [string, ...string[]] = [simulator.endpoint], credentials: Parameters<typeof createWriter>[0]["credentials"] = { apiToken: simulator.tokens.root }): Promise<Writer> => {
    const writer = await createWriter({ endpoints, credentials, trust: { fingerprints: [simulator.fingerprint256] } });
    opened.push(writer);
    return writer;
  };

  beforeEach(async () => void (simulator = await startSimulator({ scenario })));
  afterEach(async () => {
    opened.splice(0).forEach((client) => client.close());
    await simulator.close();
  });

  it("sends every method with its parameters", async () => {
    const writer = await open();
    expect((await writer.send("POST", "/nodes/pve/qemu/100/status/start")).data).to.match(/^UPID:pve:/);
    expect((await writer.send("PUT", "/nodes/pve/lxc/200/config", { description: "a=b;c&d\nü" })).status).to.equal(200);
    expect((await writer.get("/nodes/pve/lxc/200/config")).data).to.deep.include({ description: "a=b;c&d\nü\n" });
    expect((await writer.send("DELETE", "/nodes/pve/lxc/200", { purge: "1" })).data).to.match(/^UPID:pve:/);
    expect(simulator.requests.at(-1)).to.include({ method: "DELETE", address: "/nodes/pve/lxc/200?purge=1", status: 200 });
    expect(simulator.cluster.guests()).to.deep.equal([100]);
  });

  it("shows with a ticket that it means it", async () => {
    const writer = await open([simulator.endpoint], { username: "root@pam", password: "pmpc" });
    expect((await writer.send("POST", "/nodes/pve/qemu/100/status/start")).data).to.match(/:root@pam:$/);
  });

  it("never sends a change twice that may have been made", async () => {
    const writer = await open();
    simulator.fail("/nodes/pve/qemu/100/status/start:reset");
    const error = await thrown(writer.send("POST", "/nodes/pve/qemu/100/status/start"));
    expect(error).to.include({ code: "outcome-unknown" });
    expect(error.message).to.contain("whether /nodes/pve/qemu/100/status/start was done is not known");
    simulator.fail("/nodes/pve/qemu/100/status/start:503");
    expect((await writer.send("POST", "/nodes/pve/qemu/100/status/start")).status).to.equal(503);
    expect(simulator.requests.map(({ method }) => method)).to.deep.equal(["POST", "POST"]);
  });

  it("tries another node where the first cannot have heard of it", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    const writer = await open([`https://127.0.0.1:${port}`, simulator.endpoint]);
    expect((await writer.send("POST", "/nodes/pve/qemu/100/status/start")).status).to.equal(200);
  });

  it("is not what reads a cluster for an import", async () => {
    const reader = await createClient({ endpoints: [simulator.endpoint], credentials: { apiToken: simulator.tokens.root }, trust: { fingerprints: [simulator.fingerprint256] } });
    opened.push(reader);
    expect(Object.keys(reader).sort()).to.deep.equal(["close", "concurrency", "get", "identity", "url"]);
    expect(reader.url).to.equal(simulator.endpoint);
  });
});
