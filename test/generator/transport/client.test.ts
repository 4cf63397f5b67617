import { expect } from "chai";
import { createServer, type AddressInfo, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { createClient, type Client, type ClientOptions } from "../../../generator/transport/client";
import { recordedServer, tokens, type RecordedServer, type RecordedServerOptions, type Trouble } from "../../support/recorded-server";
import { stillClock, type StillClock } from "../../support/still-clock";
import { everythingOf, thrown } from "../../support/thrown";

describe("client", () => {
  let clock: StillClock;
  let server: RecordedServer;
  const closing: { close(): unknown }[] = [];

  beforeEach(() => {
    clock = stillClock();
  });

  afterEach(async () => {
    for (const thing of closing.splice(0)) await thing.close();
  });

  async function serve(options: RecordedServerOptions = {}): Promise<RecordedServer> {
    const made = await recordedServer(options);
    closing.push(made);
    return made;
  }

  async function connect(options: Partial<ClientOptions> = {}): Promise<Client> {
    const client = await createClient({ endpoints: [server.url], credentials: { apiToken: tokens.full }, trust: { insecure: true }, clock, ...options });
    closing.unshift(client);
    return client;
  }

  /** A server with trouble at /version, and a client for it. */
  async function troubled(trouble: (nth: number) => Trouble | undefined, options: Partial<ClientOptions> = {}): Promise<Client> {
    server = await serve({ trouble: (address, nth) => (address === "/version" ? trouble(nth) : undefined) });
    return connect(options);
  }

  describe("answer", () => {
    before(async () => {
      server = await recordedServer();
    });
    after(() => server.close());

    it("holds the data", async () => {
      expect(await (await connect()).get("/version")).to.deep.equal({ status: 200, reason: "", data: { version: "9.2.11", release: "9.2", repoid: "14a22df35955d97d" } });
    });

    it("holds what Proxmox VE says when it refuses or fails", async () => {
      const client = await connect();
      const reasonOf = async (address: string) => (({ status, reason }) => `${status} ${reason}`)(await client.get(address));
      expect(await reasonOf("/nodes/pve/qemu/99999/config")).to.equal("500 Configuration file 'nodes/pve/qemu-server/99999.conf' does not exist");
      expect(await reasonOf("/nodes/pve/qemu/abc/config")).to.equal("400 Parameter verification failed.; vmid: type check ('integer') failed - got 'abc'");
      expect(await reasonOf("/nosuch")).to.equal("501 Method 'GET /nosuch' not implemented");
      const poor = await connect({ credentials: { apiToken: tokens.low } });
      expect((await poor.get("/nodes/pve/qemu/100/config")).reason).to.equal("Permission check failed (/vms/100, VM.Audit)");
    });

    it("is asked for once when it is a plain failure", async () => {
      const client = await connect();
      const before = server.asked.length;
      await client.get("/nodes/pve/qemu/99999/config");
      expect(server.asked.length - before).to.equal(1);
      expect(clock.slept).to.deep.equal([]);
    });
  });

  describe("packed answer", () => {
    it("is read, and bounded by what is in it", async () => {
      const packed = (text: string): Trouble => ({ status: 200, raw: gzipSync(text), headers: { "content-encoding": "gzip" } });
      const version = '{"data":{"version":"9.2.11","release":"9.2","repoid":"14a22df35955d97d"}}';
      const client = await troubled((nth) => packed(nth === 1 ? version : `{"data":"${"x".repeat(40 * 1024 * 1024)}"}`));
      expect(await client.get("/version")).to.have.nested.property("data.version", "9.2.11");
      expect(server.asked[0]!.headers["accept-encoding"]).to.contain("gzip");
      expect(server.asked[0]!.headers.accept).to.equal("application/json");
      expect(await thrown(client.get("/version"))).to.include({ code: "answer-too-large" });
    });

    it("that breaks off is none", async () => {
      const client = await troubled(() => ({ status: 200, raw: gzipSync('{"data":{}}').subarray(0, 12), headers: { "content-encoding": "gzip" } }), { retries: 0 });
      expect(await thrown(client.get("/version"))).to.include({ code: "unreachable" });
    });
  });

  describe("token", () => {
    it("goes into a header, whatever blanks came with it, and is named without its secret", async () => {
      server = await serve();
      const client = await connect({ credentials: { apiToken: ` ${tokens.full}\n` } });
      await client.get("/version");
      expect(server.asked[0]!.headers.authorization).to.equal(`PVEAPIToken=${tokens.full}`);
      expect(client.identity).to.equal("root@pam!exam");
    });

    it("that is not accepted is explained, and asked about once", async () => {
      server = await serve();
      const error = await thrown((await connect({ credentials: { apiToken: "auditor@pve!pmpc=5e0fdead-beef" } })).get("/version"));
      expect(error).to.include({ code: "not-authorised", exit: 4, message: `${server.url} does not accept the token auditor@pve!pmpc` });
      expect(error.hint).to.include("pveum user token list auditor@pve");
      expect(server.asked.length).to.equal(1);
    });

    it("of another form is wrong usage, and is not repeated", async () => {
      server = await serve();
      for (const apiToken of ["secretpart", "root@pam=secretpart", "root@pam!x:secretpart", "root!x=secretpart", "root@pam!x=", ""]) {
        const error = await thrown(connect({ credentials: { apiToken } }));
        expect(error, apiToken).to.include({ code: "invalid-token", exit: 64 });
        expect(everythingOf(error)).not.to.include("secretpart");
      }
    });
  });

  describe("retry", () => {
    for (const status of [429, 502, 503, 504, 596, 599]) {
      it(`comes after ${status}, with growing pauses`, async () => {
        const client = await troubled((nth) => (nth < 4 ? { status, reason: "later", body: null } : undefined));
        expect(await client.get("/version")).to.have.property("status", 200);
        expect(clock.slept).to.deep.equal([125, 250, 500]);
        expect(server.asked.length).to.equal(4);
      });
    }

    it("ends after four, with the last answer", async () => {
      const client = await troubled(() => ({ status: 503, reason: "busy", body: null }));
      expect(await client.get("/version")).to.deep.equal({ status: 503, reason: "busy", data: undefined });
      expect(server.asked.length).to.equal(5);
    });

    it("comes once for a node that is offline", async () => {
      const client = await troubled(() => ({ status: 595, reason: "No route to host", body: null }));
      expect(await client.get("/version")).to.include({ status: 595, reason: "No route to host" });
      expect(server.asked.length).to.equal(2);
    });

    it("never comes where nobody wants one", async () => {
      const client = await troubled(() => ({ status: 503, reason: "busy", body: null }));
      await client.get("/version", { retries: 0 });
      expect(server.asked.length).to.equal(1);
    });

    it("comes as long as others get through, and everybody waits for one that was turned away", async () => {
      let [second, served] = [0, 0];
      server = await serve({
        trouble: () => {
          const now = Math.floor(clock.now() / 1000);
          if (now !== second) [second, served] = [now, 0];
          return ++served > 5 ? { status: 429, raw: "slow down", headers: { "retry-after": "1", "content-type": "text/plain" } } : undefined;
        },
      });
      const client = await connect();
      const answers = await Promise.all(Array.from({ length: 60 }, () => client.get("/nodes")));
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([200]));
      // A few bursts until the pace is found; then five a second get through, and one does not.
      expect(server.asked.length).to.be.below(110);
    });

    it("does not come for ever for an address that is always turned away, while others get through", async () => {
      server = await serve({ trouble: (address) => (address === "/version" ? { status: 503, reason: "busy", body: null } : undefined) });
      const client = await connect({ concurrency: 2 });
      let isOver = false;
      const others = (async () => {
        while (!isOver) await client.get("/nodes");
      })();
      expect(await client.get("/version")).to.have.property("status", 503);
      isOver = true;
      await others;
      expect(server.count("/version")).to.be.below(20);
    });

    it("ends with its signal, in the middle of a pause or of an answer that does not come", async () => {
      const stop = new AbortController();
      const client = await troubled(() => ({ hang: true }), { signal: stop.signal });
      const asked = thrown(client.get("/version"));
      while (server.asked.length === 0) await new Promise(setImmediate);
      stop.abort(new Error("stopped"));
      expect((await asked).message).to.equal("stopped");
    });

    it("waits as long as the server asks for", async () => {
      const client = await troubled((nth) => (nth === 1 ? { status: 429, headers: { "retry-after": "7" } } : undefined));
      await client.get("/version");
      expect(clock.slept).to.deep.equal([7000]);
    });

    it("comes after a connection that was cut", async () => {
      const client = await troubled((nth) => (nth < 3 ? { reset: true } : undefined));
      expect(await client.get("/version")).to.have.property("status", 200);
      expect(server.asked.length).to.equal(3);
    });

    it("gives up a server that always hangs up, and says so", async () => {
      const client = await troubled(() => ({ reset: true }));
      const error = await thrown(client.get("/version"));
      expect(error).to.include({ code: "unreachable", exit: 1, message: `${server.url} cannot be reached: the connection was cut` });
      expect(server.asked.length).to.equal(5);
    });

    it("comes once after a server that does not answer in time", async () => {
      const client = await troubled(() => ({ hang: true }), { timeout: 50 });
      const error = await thrown(client.get("/version"));
      expect(error).to.include({ code: "timeout", message: `${server.url} did not answer /version within 0.05 s` });
      expect(server.asked.length).to.equal(2);
    });

    it("comes for a body that breaks off", async () => {
      const client = await troubled((nth) => (nth === 1 ? { raw: '{"data":', headers: { "content-length": "500" } } : undefined), { timeout: 100 });
      expect(await client.get("/version")).to.have.property("status", 200);
      expect(server.asked.length).to.equal(2);
    });
  });

  describe("server that is none", () => {
    it("is refused when it answers something else", async () => {
      const client = await troubled(() => ({ status: 200, raw: "<html>It works!</html>", headers: { "content-type": "text/html" } }));
      expect(await thrown(client.get("/version"))).to.include({ code: "not-proxmox", exit: 5, message: `${server.url} does not answer like Proxmox VE: 200 text/html` });
    });

    it("is not read to its end when it has none, nor believed when it is nested without end", async () => {
      const page = `{"data":"${"x".repeat(40 * 1024 * 1024)}"}`;
      const long = await troubled(() => ({ status: 200, raw: page }));
      expect(await thrown(long.get("/version"))).to.include({ code: "answer-too-large", message: `${server.url} answers /version with more than 32 MB` });
      const deep = await troubled(() => ({ status: 200, raw: `{"data":${"[".repeat(100_000)}${"]".repeat(100_000)}}` }));
      expect(await thrown(deep.get("/version"))).to.have.property("code", "not-proxmox");
    });

    it("is not believed when its answer has another shape", async () => {
      const client = await troubled(() => ({ status: 200, raw: '{"data":"hello"}' }));
      const error = await thrown(client.get("/version"));
      expect(error.message).to.equal('Proxmox VE answered something else at /version: an object with the version was expected, and it was "hello"');
      expect(server.asked.length).to.equal(1);
    });

    it("is not followed elsewhere", async () => {
      const elsewhere = await serve();
      const client = await troubled(() => ({ status: 302, reason: "Found", headers: { location: `${elsewhere.url}/api2/json/version` } }));
      const error = await thrown(client.get("/version"));
      expect(error).to.include({ code: "not-proxmox", exit: 5, message: `${server.url} does not answer like Proxmox VE: 302, which leads to ${elsewhere.url.slice(8)}` });
      expect(elsewhere.asked).to.deep.equal([]);
    });

    it("is recognised when it does not speak TLS", async () => {
      const plain: Server = createServer((socket) => socket.on("error", () => {}).end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
      closing.push({ close: () => plain.close() });
      const error = await thrown((await connect({ endpoints: [`https://127.0.0.1:${(plain.address() as AddressInfo).port}`] })).get("/version"));
      expect(error.code).to.equal("no-tls");
      expect(clock.slept).to.deep.equal([]);
    });

    it("is given up when it takes the connection and says nothing", async () => {
      let connections = 0;
      const silent: Server = createServer((socket) => void (connections++, socket.on("error", () => {})));
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      closing.push({ close: () => silent.close() });
      const client = await connect({ endpoints: [`https://127.0.0.1:${(silent.address() as AddressInfo).port}`], connectTimeout: 50 });
      const error = await thrown(client.get("/version"));
      expect(error.message).to.match(/cannot be reached: no connection within 0.05 s$/);
      expect(connections).to.equal(2);
    });
  });

  describe("failover", () => {
    const nobody = "https://127.0.0.1:1";

    it("goes to the next endpoint at once, and stays there", async () => {
      server = await serve();
      const client = await connect({ endpoints: [nobody, "https://no-such-host.invalid", server.url] });
      expect(client.url).to.equal(nobody);
      await client.get("/version");
      await client.get("/nodes");
      expect(client.url).to.equal(server.url);
      expect(clock.slept).to.deep.equal([0, 0]);
      expect(server.asked.length).to.equal(2);
    });

    it("goes one endpoint further, however many requests fail at once", async () => {
      server = await serve();
      const client = await connect({ endpoints: [nobody, server.url] });
      await Promise.all([client.get("/version"), client.get("/nodes")]);
      expect(client.url).to.equal(server.url);
      expect(clock.slept).to.deep.equal([0, 0]);
    });

    it("comes while reading, when the endpoint goes down", async () => {
      const first = await serve();
      server = await serve();
      const client = await connect({ endpoints: [first.url, server.url] });
      await client.get("/version");
      await first.close();
      expect(await client.get("/nodes")).to.have.property("status", 200);
      expect([first.asked.length, server.asked.length]).to.deep.equal([1, 1]);
    });

    it("does not come for what another endpoint would answer alike", async () => {
      server = await serve();
      const other = await serve();
      const client = await connect({ endpoints: [server.url, other.url], credentials: { apiToken: "a@pve!b=c" } });
      expect(await thrown(client.get("/version"))).to.have.property("code", "not-authorised");
      expect(other.asked).to.deep.equal([]);
    });

    it("names every endpoint when none can be reached", async () => {
      const client = await connect({ endpoints: [nobody, "https://127.0.0.1:2"] });
      expect((await thrown(client.get("/version"))).message).to.equal("https://127.0.0.1:1, https://127.0.0.1:2 cannot be reached: the connection was refused");
    });
  });

  describe("load", () => {
    it("is bounded, and connections are used again", async () => {
      let under = 0;
      let most = 0;
      server = await serve({
        trouble: () => {
          most = Math.max(most, ++under);
          setTimeout(() => under--, 4);
          return { after: 5 };
        },
      });
      const client = await connect({ concurrency: 4 });
      await Promise.all(Array.from({ length: 40 }, () => client.get("/version")));
      expect(most).to.equal(4);
      expect(server.connections()).to.be.at.most(4);
      expect(server.asked.length).to.equal(40);
    });

    it("ends at once when it is called off, without a word to the terminal", async () => {
      server = await serve({ trouble: () => ({ hang: true }) });
      const client = await connect();
      const warnings: unknown[] = [];
      const warn = (warning: Error) => warnings.push(warning);
      process.on("warning", warn);
      const stop = new AbortController();
      const asked = Array.from({ length: 20 }, () => thrown(client.get("/version", { signal: stop.signal })));
      while (server.asked.length < 16) await new Promise(setImmediate);
      stop.abort(new Error("enough"));
      expect(new Set((await Promise.all(asked)).map(({ message }) => message))).to.deep.equal(new Set(["enough"]));
      expect(server.asked.length).to.equal(16);
      await new Promise(setImmediate);
      process.off("warning", warn);
      expect(warnings).to.deep.equal([]);
    });
  });

  describe("that is closed", () => {
    it("leaves no connection, not even one that is being opened, and asks no more", async () => {
      let accepted = 0;
      let open = 0;
      const silent: Server = createServer((socket) => {
        accepted++;
        open++;
        socket.on("error", () => {}).on("close", () => open--).resume();
      });
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      closing.push({ close: () => silent.close() });
      await serve();
      const client = await connect({ endpoints: [`https://127.0.0.1:${(silent.address() as AddressInfo).port}`] });
      const asked = thrown(client.get("/version"));
      while (open === 0) await new Promise(setImmediate);
      client.close();
      expect(await asked).to.have.property("code", "client-closed");
      while (open > 0) await new Promise(setImmediate);
      expect(await thrown(client.get("/version"))).to.have.property("code", "client-closed");
      expect(accepted).to.equal(1);
    });

    it("gives up what is under way", async () => {
      const client = await troubled(() => ({ hang: true }));
      const asked = thrown(client.get("/version"));
      while (server.waiting() === 0) await new Promise(setImmediate);
      client.close();
      expect(await asked).to.have.property("code", "client-closed");
      expect(server.asked.length).to.equal(1);
    });
  });

  describe("secret", () => {
    const secret = tokens.full.split("=")[1]!;

    it("is in no error, however deep one looks", async () => {
      const endings: Trouble[] = [{ reset: true }, { hang: true }, { status: 401, reason: "no" }, { status: 200, raw: "<html>" }];
      for (const trouble of endings) {
        const client = await troubled(() => trouble, { timeout: 50, retries: 0 });
        expect(everythingOf(await thrown(client.get("/version"))), JSON.stringify(trouble)).not.to.include(secret);
      }
      expect(everythingOf(await thrown((await connect({ endpoints: ["https://127.0.0.1:1"] })).get("/version")))).not.to.include(secret);
      expect(everythingOf(await thrown((await connect({ trust: {} })).get("/version")))).not.to.include(secret);
    });

    it("is struck out where the server repeats it", async () => {
      const client = await troubled(() => ({ status: 500, reason: "oops", body: { message: `bad header PVEAPIToken=${tokens.full}\n`, data: null } }));
      expect((await client.get("/version")).reason).to.equal("bad header PVEAPIToken=root@pam!exam=***");
    });
  });
});
