import { expect } from "chai";
import { X509Certificate } from "node:crypto";
import { createServer } from "node:net";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../../generator/simulator/simulator";
import { isPmpcError } from "../../../lib/error";
import { ask, keeper } from "./client";

describe("simulator over HTTPS", () => {
  const started: Simulator[] = [];
  const start = async (options: SimulatorOptions = {}) => {
    const simulator = await startSimulator(options);
    started.push(simulator);
    return simulator;
  };

  afterEach(() => Promise.all(started.splice(0).map((simulator) => simulator.close())));

  it("answers the homelab on a free port of this machine", async () => {
    const simulator = await start();
    expect(simulator.endpoint).to.match(/^https:\/\/127\.0\.0\.1:\d+$/);
    const { status, reason, data, headers } = await ask(simulator, "/cluster/resources?type=vm");
    expect([status, reason]).to.deep.equal([200, "OK"]);
    expect(data).to.have.lengthOf(15);
    expect(headers["content-type"]).to.equal("application/json;charset=UTF-8");
  });

  it("speaks TLS 1.3 and shows the certificate whose fingerprint it names", async () => {
    const simulator = await start();
    expect(new X509Certificate(simulator.certificate).fingerprint256).to.equal(simulator.fingerprint256);
    expect((await ask(simulator, "/version", { minVersion: "TLSv1.3" })).protocol).to.equal("TLSv1.3");
    const [node] = (await ask(simulator, "/nodes")).data as { ssl_fingerprint: string }[];
    expect(node?.ssl_fingerprint).to.equal(simulator.fingerprint256);
  });

  it("keeps connections open", async () => {
    const simulator = await start();
    const agent = keeper(simulator);
    for (const address of ["/version", "/nodes", "/pools"])
      expect((await ask(simulator, address, { agent })).headers.connection).to.equal("keep-alive");
    agent.destroy();
  });

  it("lets an auditor see everything and change nothing", async () => {
    const simulator = await start();
    const { auditor: token } = simulator.tokens;
    expect((await ask(simulator, "/cluster/resources?type=vm", { token })).data).to.have.lengthOf(15);
    expect(await ask(simulator, "/nodes/pve/qemu/120/status/stop", { token, method: "POST" })).to.include({
      status: 403,
      reason: "Permission check failed (/vms/120, VM.PowerMgmt)",
    });
  });

  it("takes forms and JSON", async () => {
    const simulator = await start();
    const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "timeout=5&forceStop=1" };
    const json = { method: "POST", headers: { "content-type": "application/json" }, body: '{"timeout":5,"forceStop":true}' };
    for (const options of [form, json]) expect((await ask(simulator, "/nodes/pve/qemu/120/status/shutdown", options)).data).to.match(/^UPID:pve:/);
    const list = await ask(simulator, "/nodes/pve/qemu/120/status/shutdown", { ...json, body: "[1]" });
    expect(list.status).to.equal(500);
    expect((await ask(simulator, "/version", { body: "x=1", method: "GET", headers: { "content-length": 3 } })).reason).to.equal(
      "Unexpected content for method 'GET'",
    );
  });

  it("signs in with a password, and takes the ticket as a cookie", async () => {
    const simulator = await start();
    const body = new URLSearchParams({ username: "root@pam", password: "pmpc" }).toString();
    const { data } = await ask(simulator, "/access/ticket", { method: "POST", body });
    const { ticket, CSRFPreventionToken: csrf } = data as { ticket: string; CSRFPreventionToken: string };
    const headers = { authorization: "", cookie: `PVEAuthCookie=${encodeURIComponent(ticket)}` };
    const stop = "/nodes/pve/qemu/120/status/stop";
    expect((await ask(simulator, "/version", { headers })).status).to.equal(200);
    expect((await ask(simulator, stop, { headers, method: "POST" })).reason).to.equal("Permission denied - invalid csrf token");
    expect((await ask(simulator, stop, { headers: { ...headers, csrfpreventiontoken: csrf }, method: "POST" })).status).to.equal(200);
  });

  it("has the certificate of the cluster's own authority on every node, beside which others are", async () => {
    const simulator = await start({ scenario: "office" });
    for (const node of ["pve1", "pve2"]) {
      const { data } = await ask(simulator, `/nodes/${node}/certificates/info`);
      expect((data as { filename: string; issuer: string; pem: string }[]).map(({ filename, issuer, pem }) => [filename, issuer, pem.split("\n")[0]])).to.deep.equal([["pve-root-ca.pem", "/CN=Proxmox Virtual Environment/OU=simulated/O=PVE Cluster Manager CA", "-----BEGIN CERTIFICATE-----"]]);
    }
  });

  it("says reasons in the status line, and no body where Proxmox VE has none", async () => {
    const simulator = await start({ scenario: "office" });
    const missing = await ask(simulator, "/nodes/pve1/qemu/999/config");
    expect(missing).to.include({ status: 500, reason: "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist" });
    simulator.cluster.setNodeOnline("pve2", false);
    expect(await ask(simulator, "/nodes/pve2/qemu/111/config")).to.include({ status: 595, reason: "Network is unreachable", text: "" });
    expect(await ask(simulator, "/version", { token: "x@y!z=1" })).to.include({ status: 401, reason: "Authentication failed!", text: "" });
    expect((await ask(simulator, "/api2/html/version")).status).to.equal(404);
  });

  it("ends a reason at its first line, which the status line can hold", async () => {
    const simulator = await start();
    const { status, reason, text } = await ask(simulator, `/pools?poolid=${encodeURIComponent("a\r\nb–ü")}`);
    expect([status, reason]).to.deep.equal([500, "pool 'a "]);
    expect(JSON.parse(text)).to.deep.equal({ data: null, message: "pool 'a\r\nb–ü' does not exist\n" });
  });

  it("keeps a log of requests without secrets", async () => {
    const simulator = await start();
    await ask(simulator, "/nodes/pve/qemu/100/config?current=1", { token: simulator.tokens.auditor });
    await ask(simulator, "/version", { token: "root@pam!pmpc=wrong" });
    expect(simulator.requests).to.deep.equal([
      { method: "GET", address: "/nodes/pve/qemu/100/config?current=1", status: 200, user: "auditor@pve!pmpc", concurrent: 1 },
      { method: "GET", address: "/version", status: 401, user: undefined, concurrent: 1 },
    ]);
  });

  it("counts the requests that were in work at once", async () => {
    const simulator = await start({ fail: ["/version:hang"] });
    const pending = Promise.allSettled(Array.from({ length: 5 }, () => ask(simulator, "/version")));
    while (simulator.requests.length < 5) await new Promise(setImmediate);
    await simulator.close();
    await pending;
    expect(simulator.requests.map(({ concurrent }) => concurrent)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it("takes its time when told to", async () => {
    const simulator = await start({ latency: 50 });
    const begin = performance.now();
    await ask(simulator, "/version");
    expect(performance.now() - begin).to.be.at.least(49);
  });

  it("changes behind the API's back", async () => {
    const simulator = await start({ scenario: "office" });
    simulator.cluster.rename(120, "renamed");
    simulator.cluster.migrate(120, "pve3");
    simulator.cluster.remove(121);
    expect((await ask(simulator, "/nodes/pve3/qemu/120/config")).data).to.include({ name: "renamed" });
    expect((await ask(simulator, "/nodes/pve2/qemu/121/config")).status).to.equal(500);
  });

  it("fails as told, and stops failing", async () => {
    const simulator = await start({ fail: ["/nodes/pve 1x:503", "/version:reset"] });
    expect(await ask(simulator, "/nodes/pve/network")).to.include({ status: 503, reason: "Service Unavailable", text: "" });
    expect((await ask(simulator, "/nodes/pve/network")).status).to.equal(200);
    const broken = await ask(simulator, "/version").catch((error: NodeJS.ErrnoException) => error.code);
    expect(broken).to.equal("ECONNRESET");
    simulator.fail("/nodes:595");
    expect((await ask(simulator, "/version")).status).to.equal(200);
    expect(await ask(simulator, "/nodes")).to.include({ status: 595, reason: "Connection refused" });
    simulator.fail();
    expect((await ask(simulator, "/nodes")).status).to.equal(200);
    expect(simulator.requests.map(({ status }) => status)).to.deep.equal([503, 200, undefined, 200, 595, 200]);
  });

  it("hangs without an answer, and still closes", async () => {
    const simulator = await start({ fail: ["/version:hang"] });
    const pending = ask(simulator, "/version").catch((error: NodeJS.ErrnoException) => error.code);
    while (simulator.requests.length === 0) await new Promise(setImmediate);
    await simulator.close();
    expect(await pending).to.equal("ECONNRESET");
    expect(simulator.requests).to.deep.include({ method: "GET", address: "/version", status: undefined, user: undefined, concurrent: 1 });
  });

  it("says that a port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const error: unknown = await start({ port }).catch((caught: unknown) => caught);
    expect(isPmpcError(error) && [error.code, error.message]).to.deep.equal(["port-not-free", `port ${port} of 127.0.0.1 is taken`]);
    await new Promise((resolve) => server.close(resolve));
  });
});
