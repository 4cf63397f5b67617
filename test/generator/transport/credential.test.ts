import { expect } from "chai";
import { createClient, type Client } from "../../../generator/transport/client";
import type { Credentials } from "../../../generator/transport/credential";
import { recordedServer, type Asked, type RecordedServer, type Trouble } from "../../support/recorded-server";
import { stillClock, type StillClock } from "../../support/still-clock";
import { everythingOf, thrown } from "../../support/thrown";

const password = "correct horse;=&+%ü";
const hour = 60 * 60 * 1000;

describe("ticket", () => {
  let clock: StillClock;
  let server: RecordedServer;
  let client: Client;
  /** The tickets that the server takes; a test that wants one to expire takes it out. */
  let valid: Set<string>;
  let secondFactor: string | undefined;

  beforeEach(async () => {
    clock = stillClock();
    valid = new Set();
    secondFactor = undefined;
    server = await recordedServer({ trouble: (address, nth, asked) => (address === "/access/ticket" ? logIn(asked.form, nth) : visit(asked)) });
  });

  afterEach(async () => {
    client.close();
    await server.close();
  });

  function logIn(form: Asked["form"], nth: number): Trouble {
    const challenge = "PVE:!tfa!%7B%22totp%22%3Atrue%7D:65F0::sig";
    const answered = form["tfa-challenge"] === challenge && form.password === secondFactor;
    const known = form.username === "kim@pve" && (form.password === password || valid.has(form.password ?? ""));
    if (!answered && (!known || form["tfa-challenge"] !== undefined)) return { status: 401, reason: "authentication failure", body: { data: null, message: "authentication failure\n" } };
    if (!answered && secondFactor !== undefined && form.password === password) {
      return { status: 200, reason: "OK", body: { data: { username: "kim@pve", NeedTFA: 1, ticket: challenge } } };
    }
    const ticket = `PVE:kim@pve:65F0${nth}::c2ln+/==`;
    valid.add(ticket);
    return { status: 200, reason: "OK", body: { data: { username: "kim@pve", ticket, CSRFPreventionToken: "65F0:x" } } };
  }

  function visit({ headers }: Asked): Trouble | undefined {
    const ticket = headers.cookie?.replace(/^PVEAuthCookie=/, "") ?? "";
    return valid.has(ticket) ? undefined : { status: 401, reason: "Authentication failed!", body: null };
  }

  async function connect(credentials: Partial<Extract<Credentials, { username: string }>> = {}): Promise<Client> {
    client = await createClient({ endpoints: [server.url], credentials: { username: "kim@pve", password, ...credentials }, trust: { fingerprints: [server.fingerprint256] }, clock });
    return client;
  }

  const log = () => server.asked.map(({ method, address }) => `${method} ${address}`);
  const passwords = () => server.asked.filter(({ method }) => method === "POST").map(({ form }) => form.password);

  it("is fetched once, however many ask, and the password is sent whole", async () => {
    await connect();
    await Promise.all(Array.from({ length: 5 }, () => client.get("/version")));
    expect(log()).to.deep.equal(["POST /access/ticket", ...Array<string>(5).fill("GET /version")]);
    expect(passwords()).to.deep.equal([password]);
    expect(client.identity).to.equal("kim@pve");
  });

  it("is exchanged for a new one after an hour, without the password", async () => {
    await connect();
    await client.get("/version");
    const [first] = valid;
    clock.pass(hour - 1);
    await client.get("/version");
    expect(passwords()).to.deep.equal([password]);
    clock.pass(1);
    await Promise.all([client.get("/version"), client.get("/version")]);
    expect(passwords()).to.deep.equal([password, first]);
    expect(server.asked.at(-1)!.headers.cookie).to.equal(`PVEAuthCookie=${[...valid][1]}`);
  });

  it("is fetched anew with the password when the old one is no longer good", async () => {
    await connect();
    await client.get("/version");
    const [first] = valid;
    valid.clear();
    clock.pass(3 * hour);
    expect(await client.get("/version")).to.have.property("status", 200);
    expect(passwords()).to.deep.equal([password, first, password]);
  });

  it("that was refused is replaced once for all who wait", async () => {
    await connect();
    await client.get("/version");
    valid.clear();
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.get("/version")));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200]);
    expect(passwords()).to.deep.equal([password, password]);
  });

  it("that is refused again and again ends it", async () => {
    await connect();
    await client.get("/version");
    valid.clear();
    valid.add = () => valid;
    expect(await thrown(client.get("/version"))).to.include({ code: "not-authorised", exit: 4, message: `${server.url} does not accept the user kim@pve` });
    expect(log()).to.deep.equal(["POST /access/ticket", "GET /version", "GET /version", "POST /access/ticket", "GET /version"]);
  });

  it("is not given for a wrong password, and the attempt is made once", async () => {
    await connect({ password: "wrong-horse" });
    const error = await thrown(client.get("/version"));
    expect(error).to.include({ code: "not-authorised", exit: 4, message: "kim@pve could not log in: authentication failure" });
    expect(log()).to.deep.equal(["POST /access/ticket"]);
    expect(everythingOf(error)).not.to.include("wrong-horse");
  });

  it("needs a realm", async () => {
    expect(await thrown(connect({ username: "root" }))).to.include({ code: "invalid-username", exit: 64 });
  });

  describe("with a second factor", () => {
    beforeEach(() => {
      secondFactor = "totp:123456";
    });

    it("answers the challenge with the code", async () => {
      await connect({ otp: "123456" });
      expect(await client.get("/version")).to.have.property("status", 200);
      expect(server.asked.map(({ form }) => form.password)).to.deep.equal([password, "totp:123456", undefined]);
    });

    it("takes a code of another kind as it is", async () => {
      secondFactor = "recovery:ab-cd";
      await connect({ otp: "recovery:ab-cd" });
      expect(await client.get("/version")).to.have.property("status", 200);
    });

    it("explains what is missing", async () => {
      await connect();
      const error = await thrown(client.get("/version"));
      expect(error).to.include({ code: "second-factor-needed", exit: 4, message: "kim@pve needs a second factor" });
      expect(error.hint).to.include("--otp").and.to.include("API token");
    });

    it("refuses a wrong code", async () => {
      await connect({ otp: "000000" });
      expect(await thrown(client.get("/version"))).to.include({ code: "not-authorised" });
      expect(log().length).to.equal(2);
    });

    it("renews without a code as long as the ticket is good, and says so when it is not", async () => {
      await connect({ otp: "123456" });
      await client.get("/version");
      clock.pass(hour);
      await client.get("/version");
      valid.clear();
      const error = await thrown(client.get("/version"));
      expect(error.message).to.equal("kim@pve needs a second factor, and the code that was given can be used only once");
      expect(everythingOf(error)).not.to.include("123456");
    });
  });
});
