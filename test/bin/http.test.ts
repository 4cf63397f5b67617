import { createConnection, type Socket } from "node:net";
import { expect } from "chai";
import { listen, type Listening } from "../../bin/http/listen";
import { depthOf, readJson } from "../../bin/http/body";
import { ask } from "../support/served";

describe("a server for programs", () => {
  let server: Listening;
  let port: number;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    server = await listen({
      door: "a test", port: 0, environment: {},
      refuse: ({ status }, response) => void response.writeHead(status).end(),
      answer: async (request, response) => void response.end(JSON.stringify(await readJson(request))),
    });
    port = Number(new URL(server.address).port);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.close();
  });

  const headers = () => ({ authorization: `Bearer ${server.token}`, "content-type": "application/json" });
  const asked = () => ask(port, "/", { method: "POST", headers: headers(), body: '{"a":1}' });

  /** Opens a connection and says the beginning of something. */
  const begin = (text: string) =>
    new Promise<Socket>((resolve) => {
      const socket = createConnection({ host: "127.0.0.1", port }, () => socket.write(text, () => resolve(socket)));
      socket.on("error", () => undefined);
      sockets.push(socket);
    });

  it("answers whoever has the token while a thousand connections say nothing, or half of something", async () => {
    for (let at = 0; at < 1000; at++) await begin(["", "GET / HTTP/1.1\r\nHost: 127.0.0.1", "POST / HTTP/1.1\r\nX-Slow: a\r\n"][at % 3]!);
    const { status, text } = await asked();
    expect([status, text]).to.deep.equal([200, '{"a":1}']);
    await begin("GET /");
    expect((await asked()).status).to.equal(200);
  });

  it("answers others while bodies come slowly, and those when they are whole", async () => {
    const slow = await Promise.all(
      Array.from({ length: 50 }, () => begin(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${server.token}\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"b"`)),
    );
    expect((await asked()).status).to.equal(200);
    const answer = new Promise<string>((resolve) => slow[0]!.once("data", (data: Buffer) => resolve(data.toString())));
    slow[0]!.write(":2}");
    expect(await answer).to.match(/^HTTP\/1\.1 200 OK/).and.contain('{"b":2}');
  });

  it("looks no deeper into a body than it takes", () => {
    const deep = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`) as unknown;
    expect(depthOf(deep(10))).to.equal(11);
    expect(depthOf(deep(5000))).to.be.within(21, 22);
  });
});
