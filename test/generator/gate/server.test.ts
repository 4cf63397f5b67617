import { once } from "node:events";
import { connect as connectPlain } from "node:net";
import { connect } from "node:tls";
import { expect } from "chai";
import type { Request } from "../../../generator/gate/message";
import { credentialsFor, serve, type Posing, type Served } from "../../../generator/gate/server";
import { speak } from "./speak";

describe("the door of a gate", () => {
  let gate: Served;
  const seen: Request[] = [];
  const open = async (posing: Posing = { as: "token" }) => (gate = await serve(async (request) => (seen.push(request), { status: 200, data: request.address }), posing, new Date()));
  const token = () => `PVEAPIToken=${credentialsFor(gate, { as: "token" }).PROXMOX_VE_API_TOKEN}`;

  afterEach(async () => {
    seen.length = 0;
    await gate.close();
  });

  it("is on loopback, and lets in who has this run's token, and nobody else", async () => {
    await open();
    expect(gate.endpoint).to.match(/^https:\/\/127\.0\.0\.1:\d+$/);
    const earlier = token();
    expect(await speak(gate, "GET", "/version", { headers: { authorization: earlier } })).to.include({ status: 200, data: "/version" });
    const others: Record<string, string>[] = [{}, { authorization: "" }, { authorization: earlier.slice(0, -1) }, { authorization: `${earlier}0` }, { authorization: earlier.toUpperCase() }, { cookie: `PVEAuthCookie=${gate.secret}` }, { cookie: earlier }];
    for (const headers of others) expect(await speak(gate, "GET", "/version", { headers }), JSON.stringify(headers)).to.include({ status: 401 });
    // A token of a run that has ended is worth nothing.
    await gate.close();
    await open();
    expect(await speak(gate, "GET", "/version", { headers: { authorization: earlier } })).to.include({ status: 401 });
    // No ticket of its own is to be had.
    expect(await speak(gate, "POST", "/access/ticket", { headers: {}, body: "username=root@pam&password=pmpc" })).to.include({ status: 401 });
    expect(seen).to.have.lengthOf(1);
  });

  it("poses as a user where one is behind it: the ticket is its own, and good for this gate alone", async () => {
    await open({ as: "user", username: "root@pam" });
    expect(credentialsFor(gate, { as: "user", username: "root@pam" })).to.include({ PROXMOX_VE_USERNAME: "root@pam", PROXMOX_VE_PASSWORD: gate.secret });
    for (const body of ["username=root@pam&password=pmpc", `username=kim@pve&password=${gate.secret}`, ""]) expect(await speak(gate, "POST", "/access/ticket", { body })).to.include({ status: 401 });
    const { data } = await speak(gate, "POST", "/access/ticket", { body: `username=root%40pam&password=${gate.secret}` });
    const { ticket, username } = data as { ticket: string; username: string };
    expect(username).to.equal("root@pam");
    expect(await speak(gate, "GET", "/version", { headers: { cookie: `PVEAuthCookie=${ticket}` } })).to.include({ status: 200 });
    expect(await speak(gate, "GET", "/version", { headers: { cookie: `PVEAuthCookie=${ticket}x` } })).to.include({ status: 401 });
    expect(seen.map(({ address }) => address)).to.deep.equal(["/version"]);
  });

  it("does not answer under another name, nor to another protocol, nor to a body without end", async () => {
    await open();
    const headers = { authorization: token() };
    expect(await speak(gate, "GET", "/version", { headers: { ...headers, host: "pve1.lan:8006" } })).to.include({ status: 421 });
    expect(await speak(gate, "GET", "/version", { headers: { ...headers, host: "localhost" } })).to.include({ status: 421 });
    await speak(gate, "GET", "/version", { headers: { ...headers, connection: "upgrade", upgrade: "websocket" } }).then(() => expect.fail("it was upgraded"), () => {});
    const tooLong = await speak(gate, "PUT", "/nodes/pve/qemu/100/config", { headers, body: `description=${"x".repeat(600_000)}` }).catch(() => ({ status: 413 }));
    expect(tooLong).to.include({ status: 413 });
    expect(seen).to.deep.equal([]);
  });

  /** What the gate answers to bytes as they are, until it hangs up. */
  async function raw(bytes: string): Promise<string> {
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(gate.endpoint).port), ca: gate.certificate, checkServerIdentity: () => undefined });
    let text = "";
    socket.setEncoding("utf8").on("data", (part: string) => (text += part)).on("error", () => undefined);
    socket.write(bytes);
    await once(socket, "close");
    return text;
  }

  it("reads what every reader reads in the same way, and nothing else", async () => {
    await open();
    const { host } = new URL(gate.endpoint);
    const head = (line: string, ...more: readonly string[]) => [line, `Host: ${host}`, `Authorization: ${token()}`, "Connection: close", ...more, "", ""].join("\r\n");
    expect(await raw(head("GET /api2/json/version HTTP/1.1"))).to.match(/^HTTP\/1\.1 200 /);
    expect(seen.splice(0)).to.have.lengthOf(1);
    const refused: Readonly<Record<string, string>> = {
      "another server's address": head("GET https://pve1.lan:8006/api2/json/version HTTP/1.1"),
      "its own address": head(`GET ${gate.endpoint}/api2/json/version HTTP/1.1`),
      "a tunnel": head("CONNECT pve1.lan:8006 HTTP/1.1"),
      "no host": `GET /api2/json/version HTTP/1.1\r\nAuthorization: ${token()}\r\nConnection: close\r\n\r\n`,
      "an old protocol without a host": `PUT /api2/json/version HTTP/1.0\r\nAuthorization: ${token()}\r\n\r\n`,
      "another host first": head("GET /api2/json/version HTTP/1.1").replace("Host: ", "Host: pve1.lan:8006\r\nHost: "),
      "two ends of a body": `${head("PUT /api2/json/nodes/pve/qemu/100/config HTTP/1.1", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 3", "Transfer-Encoding: chunked")}0\r\n\r\n`,
      "two lengths": `${head("PUT /api2/json/nodes/pve/qemu/100/config HTTP/1.1", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 3", "Content-Length: 9")}a=bDELETE`,
      "another encoding in the end": `${head("PUT /api2/json/nodes/pve/qemu/100/config HTTP/1.1", "Transfer-Encoding: chunked, identity")}0\r\n\r\n`,
      "a body of a question": `${head("GET /api2/json/version HTTP/1.1", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 3")}a=b`,
      "another method": head("PATCH /api2/json/version HTTP/1.1"),
      "many of one path": head("GET /api2/json/nodes/pve/../../access HTTP/1.1"),
      "another format": head("GET /api2/extjs/version HTTP/1.1"),
    };
    for (const [what, bytes] of Object.entries(refused)) {
      expect(await raw(bytes), what).to.match(/^(HTTP\/1\.[01] (4\d\d|501) |$)/);
      expect(seen, what).to.deep.equal([]);
    }
  });

  it("takes a header for another method as nothing, and a body in chunks as one", async () => {
    await open();
    const bytes = [`POST /api2/json/nodes/pve/qemu HTTP/1.1`, `Host: ${new URL(gate.endpoint).host}`, `Authorization: ${token()}`, "Connection: close", "X-HTTP-Method-Override: DELETE", "Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked", "", "5", "vmid=", "3", "100", "0", "", ""].join("\r\n");
    expect(await raw(bytes)).to.match(/^HTTP\/1\.1 200 /);
    expect(seen.map(({ method, address, form }) => [method, address, { ...form }])).to.deep.equal([["POST", "/nodes/pve/qemu", { vmid: "100" }]]);
  });

  it("has room for the provider, however many connect and say nothing", async () => {
    await open();
    const sockets = Array.from({ length: 600 }, () => connectPlain({ host: "127.0.0.1", port: Number(new URL(gate.endpoint).port) }).on("error", () => undefined));
    try {
      const closed = sockets.map((socket) => once(socket, "close"));
      await Promise.all(sockets.filter(({ connecting }) => connecting).map((socket) => once(socket, "connect")));
      expect(await speak(gate, "GET", "/version", { headers: { authorization: token() } })).to.include({ status: 200 });
      // The first are gone.
      await Promise.all(closed.slice(0, 300));
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it("says what is wrong in the status line, in one line of ASCII, and answers nothing that reads as deleted", async () => {
    gate = await serve(async () => Promise.reject(new Error("too bad:\nü")), { as: "token" }, new Date());
    const { status, reason } = await speak(gate, "GET", "/version", { headers: { authorization: token() } });
    expect([status, reason]).to.deep.equal([502, "pmpc: the gate failed: too bad:"]);
  });
});
