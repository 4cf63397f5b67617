import { expect } from "chai";
import { redact, redacted } from "../../../lib/pve/secret";

const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----";

describe("redaction", () => {
  it("takes out private keys wherever they stand", () => {
    const body = { description: `backup key:\n${key}`, list: [{ deep: key.replaceAll(" ", "%20") }], name: "web" };
    expect(redact(body)).to.deep.equal({ description: redacted, list: [{ deep: redacted }], name: "web" });
  });

  it("knows the kinds of private keys, and leaves public ones", () => {
    const pem = (kind: string) => `-----BEGIN ${kind}-----\nMIIE\n-----END ${kind}-----`;
    for (const kind of ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK"]) expect(redact(pem(kind)), kind).to.equal(redacted);
    for (const kind of ["PUBLIC KEY", "CERTIFICATE"]) expect(redact(pem(kind)), kind).to.equal(pem(kind));
    expect(redact("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 kim@lan")).to.equal("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 kim@lan");
  });

  it("takes out a cloud-init password that is not masked", () => {
    expect(redact({ cipassword: "$5$salt$hash" })).to.deep.equal({ cipassword: redacted });
    expect(redact({ cipassword: "**********" })).to.deep.equal({ cipassword: "**********" });
  });

  it("takes out the secrets of a container's environment, and only those", () => {
    const env = ["DB_PASS=hunter2", "API_KEY=abc=", "github_token=x", "DATABASE_URL=postgres://app:pw@db/app", "KEYCLOAK_URL=https://id.lan", "TZ=UTC", "EMPTY_SECRET="];
    const left = [`DB_PASS=${redacted}`, `API_KEY=${redacted}`, `github_token=${redacted}`, `DATABASE_URL=${redacted}`, "KEYCLOAK_URL=https://id.lan", "TZ=UTC", "EMPTY_SECRET="];
    expect(redact({ env: env.join("\0") })).to.deep.equal({ env: left.join("\0") });
    expect(redact({ lxc: [["lxc.environment.runtime", "DB_PASS=hunter2"], ["lxc.cap.drop", "sys_admin"]] })).to.deep.equal({
      lxc: [["lxc.environment.runtime", `DB_PASS=${redacted}`], ["lxc.cap.drop", "sys_admin"]],
    });
  });

  it("takes out the password of a proxy, and leaves one without", () => {
    expect(redact({ http_proxy: "http://ada:hunter2@proxy.lan:3128" })).to.deep.equal({ http_proxy: redacted });
    expect(redact({ http_proxy: "http://proxy.lan:3128" })).to.deep.equal({ http_proxy: "http://proxy.lan:3128" });
  });

  it("is the very same value where there is nothing to hide", () => {
    const body = { a: [1, null, true, "x"], b: { c: undefined } };
    expect(redact(body)).to.equal(body);
  });

  it("keeps keys that JavaScript finds special", () => {
    const body: unknown = JSON.parse('{"__proto__":"x","cipassword":"open","constructor":1}');
    expect(JSON.stringify(redact(body))).to.equal(`{"__proto__":"x","cipassword":"${redacted}","constructor":1}`);
  });
});
