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

  it("says what is wrong in the status line, in one line of ASCII, and answers nothing that reads as deleted", async () => {
    gate = await serve(async () => Promise.reject(new Error("too bad:\nü")), { as: "token" }, new Date());
    const { status, reason } = await speak(gate, "GET", "/version", { headers: { authorization: token() } });
    expect([status, reason]).to.deep.equal([502, "pmpc: the gate failed: too bad:"]);
  });
});
