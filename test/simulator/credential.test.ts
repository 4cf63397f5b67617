import { expect } from "chai";
import { answer } from "../../simulator/respond";
import type { Request } from "../../simulator/request";
import { askerOf, noon, small } from "./asker";

const users = [
  "user:root@pam:1:0::::::",
  "user:gone@pve:0:0::::::",
  "token:gone@pve!tt:0:0::",
  `user:late@pve:1:${noon - 1}::::::`,
  "token:late@pve!tt:0:0::",
  "user:kim@pve:1:0::::::",
  `token:kim@pve!late:${noon - 1}:0::`,
  "token:kim@pve!good:0:0::",
].join("\n");

describe("credentials", () => {
  let time = noon;
  const secrets = Object.fromEntries(["gone@pve!tt", "late@pve!tt", "kim@pve!late", "kim@pve!good"].map((token) => [token, "secret"]));
  const { cluster } = askerOf(small({ "user.cfg": users, "nodes/pve/qemu-server/100.conf": "memory: 512\n" }), secrets, () => time);
  const ask = (headers: Request["headers"], method = "GET", address = "/version") => answer(cluster, { method, address, headers });
  const logIn = (body: Record<string, string>) => answer(cluster, { method: "POST", address: "/access/ticket", body });
  const cookie = (ticket: string) => `PVEAuthCookie=${encodeURIComponent(ticket)}`;

  beforeEach(() => {
    time = noon;
  });

  it("asks for a ticket where there is none, for unknown addresses, too", () => {
    expect(ask({})).to.deep.equal({ status: 401, reason: "No ticket", user: undefined });
    expect(ask({}, "GET", "/nosuch")).to.include({ status: 401, reason: "No ticket" });
  });

  it("says the same about every token that does not fit, and nothing else", () => {
    const wrong = [
      "kim@pve!good=no",
      "kim@pve!good",
      "kim@pve!good=",
      "kim@pve!nope=secret",
      "nobody@pve!x=secret",
      "",
      "gone@pve!tt=secret",
      "late@pve!tt=secret",
      "kim@pve!late=secret",
    ];
    for (const token of wrong)
      expect(ask({ authorization: `PVEAPIToken=${token}` }), token).to.deep.equal({ status: 401, reason: "Authentication failed!", user: undefined });
    expect(ask({ authorization: "Basic cm9vdDpwbXBj" })).to.include({ status: 401, reason: "Authentication failed!" });
  });

  it("names the user of an answer without the secret", () => {
    expect(ask({ authorization: "PVEAPIToken=kim@pve!good=secret" })).to.include({ status: 200, user: "kim@pve!good" });
  });

  it("gives a ticket for a password, also with the realm apart", () => {
    const { data } = logIn({ username: "root@pam", password: "pmpc" }).body as { data: Record<string, string> };
    expect(data).to.include({ username: "root@pam" }).and.have.keys("username", "ticket", "CSRFPreventionToken", "cap");
    expect(data.ticket).to.match(/^PVE:root@pam:[0-9A-F]{8}::/);
    expect(ask({ cookie: cookie(data.ticket!) })).to.include({ status: 200, user: "root@pam" });
    expect(logIn({ username: "root", realm: "pam", password: "pmpc" }).status).to.equal(200);
    const joined = askerOf(small({ "corosync.conf": "totem {\n  cluster_name: home\n}\n" }));
    expect(joined.post("/access/ticket", { username: "root@pam", password: "pmpc" }).body?.data).to.include({ clustername: "home" });
  });

  it("refuses a wrong password with a body", () => {
    expect(logIn({ username: "root@pam", password: "wrong" })).to.deep.include({
      status: 401,
      reason: "authentication failure",
      body: { data: null, message: "authentication failure\n" },
    });
    expect(logIn({ username: "root" })).to.deep.include({
      status: 400,
      body: { data: null, message: "Parameter verification failed.\n", errors: { password: "property is missing and it is not optional" } },
    });
    expect(logIn({ username: "kim@pve", password: "" }).status).to.equal(401);
  });

  it("refuses changes without the token against forgery", () => {
    const { ticket, CSRFPreventionToken: csrf } = (logIn({ username: "root@pam", password: "pmpc" }).body as { data: Record<string, string> }).data;
    const start = (token?: string) => ask({ cookie: cookie(ticket!), csrfpreventiontoken: token }, "POST", "/nodes/pve/qemu/100/status/stop");
    for (const token of [undefined, "", "6B03FA51:wrong"])
      expect(start(token)).to.deep.equal({ status: 401, reason: "Permission denied - invalid csrf token", user: undefined });
    expect(start(csrf).status).to.equal(200);
  });

  it("lets a ticket end after two hours, and be renewed before", () => {
    const { ticket } = (logIn({ username: "root@pam", password: "pmpc" }).body as { data: Record<string, string> }).data;
    time = noon + 7100;
    const renewed = (logIn({ username: "root@pam", password: ticket! }).body as { data: Record<string, string> }).data;
    time = noon + 7300;
    expect(ask({ cookie: cookie(ticket!) })).to.include({ status: 401, reason: "Authentication failed!" });
    expect(ask({ cookie: cookie(renewed.ticket!) }).status).to.equal(200);
    expect(logIn({ username: "root@pam", password: ticket! }).status).to.equal(401);
  });

  it("does not take a ticket that somebody wrote himself", () => {
    const { ticket } = (logIn({ username: "root@pam", password: "pmpc" }).body as { data: Record<string, string> }).data;
    expect(ask({ cookie: cookie(ticket!.replace("root@pam", "kim@pve")) }).status).to.equal(401);
    expect(ask({ cookie: cookie("PVE:root@pam:FFFFFFFF::x") }).status).to.equal(401);
  });
});
