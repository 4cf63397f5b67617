import { expect } from "chai";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { createClient, type Client } from "../../../generator/transport/client";
import { readCertificate, type Trust } from "../../../generator/transport/connection";
import { parseEndpoint } from "../../../generator/transport/endpoint";
import { proxyFor } from "../../../generator/transport/proxy";
import { selfSigned } from "../../../generator/transport/self-signed";
import { recordedServer, tokens, type RecordedServer } from "../../support/recorded-server";
import { stillClock } from "../../support/still-clock";
import { everythingOf, thrown } from "../../support/thrown";

const variables = ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "npm_config_https_proxy", "npm_config_proxy", "npm_config_no_proxy"];

describe("proxy", () => {
  let environment: Readonly<Record<string, string | undefined>>;
  let proxy: Server;
  let server: RecordedServer;
  let client: Client | undefined;
  /** What the proxy was asked for, with the login that came along. */
  let tunnels: string[];
  let refusal: string | undefined;

  beforeEach(async () => {
    environment = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
    for (const name of variables) delete process.env[name];
    tunnels = [];
    refusal = undefined;
    server = await recordedServer({ certificate: selfSigned({ dns: ["pve1.test"], ip: [] }, new Date()) });
    proxy = createServer().on("connect", (request, socket) => {
      const login = request.headers["proxy-authorization"];
      tunnels.push([request.url, ...(login === undefined ? [] : [Buffer.from(login.replace("Basic ", ""), "base64").toString()])].join(" "));
      if (refusal !== undefined) return socket.end(`HTTP/1.1 ${refusal}\r\ncontent-length: 0\r\n\r\n`);
      // Only the proxy knows where pve1.test is.
      const through = connect(server.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        through.pipe(socket).pipe(through);
      });
      through.on("error", () => socket.destroy());
      socket.on("error", () => through.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    process.env.HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    client?.close();
    client = undefined;
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    await server.close();
  });

  async function ask(trust: Trust): Promise<unknown> {
    client = await createClient({ endpoints: ["https://pve1.test"], credentials: { apiToken: tokens.full }, trust, clock: stillClock() });
    await Promise.all([client.get("/version"), client.get("/nodes")]);
    return (await client.get("/version")).status;
  }

  it("lets requests through, and connections are kept", async () => {
    expect(await ask({ ca: server.cert })).to.equal(200);
    expect(tunnels).to.deep.equal(["pve1.test:8006", "pve1.test:8006"]);
    expect(server.asked.length).to.equal(3);
  });

  it("cannot stand in for the server: the certificate behind it is what counts", async () => {
    expect(await readCertificate(parseEndpoint("https://pve1.test"))).to.have.property("fingerprint", server.fingerprint256);
    expect(await ask({ fingerprints: [server.fingerprint256] })).to.equal(200);
    client!.close();
    server.asked.splice(0);
    expect(await thrown(ask({ fingerprints: ["00".repeat(32)] }))).to.include({ code: "certificate-changed" });
    expect(await thrown(ask({}))).to.include({ code: "certificate-not-trusted" });
    expect(server.asked).to.deep.equal([]);
  });

  it("is given the login of its address, and sees nothing of ours", async () => {
    process.env.HTTPS_PROXY = process.env.HTTPS_PROXY!.replace("//", "//corp:p%40ss@");
    expect(await ask({ ca: server.cert })).to.equal(200);
    expect(new Set(tunnels)).to.deep.equal(new Set(["pve1.test:8006 corp:p@ss"]));
  });

  it("that refuses is named without its password, and asked once", async () => {
    refusal = "407 Proxy Authentication Required";
    process.env.HTTPS_PROXY = process.env.HTTPS_PROXY!.replace("//", "//corp:hunter2@");
    client = await createClient({ endpoints: ["https://pve1.test"], credentials: { apiToken: tokens.full }, clock: stillClock() });
    const error = await thrown(client.get("/version"));
    expect(error.code).to.equal("proxy-refused");
    expect(error.message).to.match(/^the proxy 127\.0\.0\.1:\d+ did not let pmpc through to pve1\.test:8006: it answered 407 Proxy Authentication Required$/);
    expect(everythingOf(error)).not.to.include("hunter2");
    expect(tunnels.length).to.equal(1);
  });

  it("that is not there is told itself, and not the cluster behind it", async () => {
    process.env.HTTPS_PROXY = "http://corp:hunter2@127.0.0.1:1";
    client = await createClient({ endpoints: ["https://pve1.test"], credentials: { apiToken: tokens.full }, clock: stillClock() });
    const error = await thrown(client.get("/version"));
    expect(error).to.include({ code: "proxy-unreachable", message: "the proxy 127.0.0.1:1, which HTTPS_PROXY names, cannot be reached: the connection was refused", hint: "correct HTTPS_PROXY; hosts that need no proxy are named in NO_PROXY" });
    expect(everythingOf(error)).not.to.include("hunter2");
  });

  it("that finds no way to one endpoint is asked for the next", async () => {
    refusal = "502 Bad Gateway";
    client = await createClient({ endpoints: ["https://pve1.test", "https://pve2.test"], credentials: { apiToken: tokens.full }, clock: stillClock(), retries: 0 });
    const error = await thrown(client.get("/version"));
    expect(error).to.have.property("code", "unreachable");
    expect(error.message).to.match(/^https:\/\/pve1\.test:8006, https:\/\/pve2\.test:8006 cannot be reached: the proxy .* answered 502 Bad Gateway$/);
    expect(tunnels).to.deep.equal(["pve1.test:8006", "pve2.test:8006"]);
  });

  it("is passed by where NO_PROXY says so, and for this machine always", () => {
    const used = (url: string) => proxyFor(parseEndpoint(url)) !== undefined;
    process.env.NO_PROXY = "10.0.0.5,.lan,pve9.corp:8006";
    expect(["https://pve1.test", "https://pve1.lan", "https://10.0.0.5", "https://10.0.0.6", "https://pve9.corp", "https://pve9.corp:443"].map(used)).to.deep.equal([
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(["https://localhost", "https://127.0.0.1", "https://[::1]"].map(used)).to.deep.equal([false, false, false]);
    process.env.NO_PROXY = "*";
    expect(used("https://pve1.test")).to.equal(false);
  });

  it("of an odd address is wrong usage", () => {
    process.env.HTTPS_PROXY = "socks5://user:hunter2@proxy:1080";
    expect(() => proxyFor(parseEndpoint("https://pve1.test"))).to.throw().that.satisfies((error: Error) => !everythingOf(error).includes("hunter2"));
  });
});
