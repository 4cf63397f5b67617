import { X509Certificate } from "node:crypto";
import { expect } from "chai";
import { selfSigned } from "../../../generator/transport/self-signed";
import { isCertificateError, parseFingerprint } from "../../../generator/transport/certificate";
import { createClient } from "../../../generator/transport/client";
import { readCertificate, type Trust } from "../../../generator/transport/connection";
import { parseEndpoint } from "../../../generator/transport/endpoint";
import { recordedServer, tokens, type RecordedServer, type RecordedServerOptions } from "../../support/recorded-server";
import { thrown } from "../../support/thrown";

const local = { dns: ["localhost"], ip: ["127.0.0.1"] };

describe("certificate", () => {
  let server: RecordedServer;

  async function serve(options: RecordedServerOptions = {}): Promise<RecordedServer> {
    server = await recordedServer(options);
    return server;
  }

  async function ask(trust: Trust, url = server.url): Promise<unknown> {
    const client = await createClient({ endpoints: [url], credentials: { apiToken: tokens.full }, trust });
    try {
      return (await client.get("/version")).data;
    } finally {
      client.close();
    }
  }

  afterEach(() => server.close());

  it("for hundreds of names is told by the first of them", async () => {
    const dns = Array.from({ length: 40 }, (_, at) => `host-${at}.example.com`);
    await serve({ certificate: selfSigned({ dns, ip: [] }, new Date()) });
    const ca = (await readCertificate(parseEndpoint(server.url))).pem;
    expect(await thrown(ask({ ca }))).to.have.property("message", `the certificate of ${server.url} is for host-0.example.com, host-1.example.com, host-2.example.com and 37 other names, not for 127.0.0.1`);
  });

  it("is read without asking for anything", async () => {
    await serve({ certificate: selfSigned({ dns: ["pve1.lan", "pve1"], ip: ["127.0.0.1"] }, new Date("2026-03-01T00:00:00Z")) });
    const { pem, ...certificate } = await readCertificate(parseEndpoint(server.url));
    expect(new X509Certificate(pem).fingerprint256).to.equal(server.fingerprint256);
    expect(certificate).to.deep.equal({
      fingerprint: server.fingerprint256,
      subject: "CN=pve1.lan",
      issuer: "CN=pve1.lan",
      validFrom: new Date("2026-02-28T00:00:00Z"),
      validTo: new Date("2028-02-29T00:00:00Z"),
      names: ["pve1.lan", "pve1", "127.0.0.1"],
    });
    expect(server.asked).to.deep.equal([]);
  });

  it("is trusted by its fingerprint, however that is written, whatever its name and dates", async () => {
    await serve({ certificate: selfSigned({ dns: ["elsewhere"], ip: [] }, new Date("2001-01-01")) });
    for (const fingerprint of [server.fingerprint256, server.fingerprint256.toLowerCase().replaceAll(":", ""), `SHA256:${server.fingerprint256}`]) {
      expect(await ask({ fingerprints: [fingerprint] })).to.have.property("version", "9.2.11");
    }
  });

  it("may be one of several, as the nodes of a cluster each have their own", async () => {
    await serve();
    expect(await ask({ fingerprints: [selfSigned(local, new Date()).fingerprint256, server.fingerprint256] })).to.have.property("version");
  });

  it("is trusted when the authority that was named has signed it", async () => {
    await serve();
    expect(await ask({ ca: server.cert })).to.have.property("version", "9.2.11");
  });

  it("is refused when it is not the pinned one, with both values, before anything is sent", async () => {
    await serve();
    const pinned = selfSigned(local, new Date()).fingerprint256;
    // Neither a flag nor an authority outweighs a pin.
    const error = await thrown(ask({ fingerprints: [pinned], insecure: true, ca: server.cert }));
    expect(error).to.include({ code: "certificate-changed", exit: 6 });
    expect(error.message).to.include(pinned).and.to.include(server.fingerprint256);
    expect(server.asked).to.deep.equal([]);
  });

  it("is refused when nobody known has signed it, and the error says what was seen", async () => {
    await serve();
    const error = await thrown(ask({}));
    expect(error).to.include({ code: "certificate-not-trusted", exit: 6 });
    expect(isCertificateError(error) && error.certificate.fingerprint).to.equal(server.fingerprint256);
    expect(error.message).to.equal(`the certificate of ${server.url} is not signed by a known authority`);
    expect(error.hint).to.include(server.fingerprint256);
    expect(server.asked).to.deep.equal([]);
  });

  it("is refused when another authority has signed it", async () => {
    await serve();
    expect(await thrown(ask({ ca: selfSigned(local, new Date()).cert }))).to.include({ code: "certificate-not-trusted" });
    expect(server.asked).to.deep.equal([]);
  });

  it("is refused for another name, even when its authority is known", async () => {
    await serve({ certificate: selfSigned({ dns: ["pve1.lan"], ip: ["192.0.2.1"] }, new Date()) });
    const error = await thrown(ask({ ca: server.cert }));
    expect(error.message).to.equal(`the certificate of ${server.url} is for pve1.lan, 192.0.2.1, not for 127.0.0.1`);
    expect(error).to.have.property("hint").that.matches(/\nor connect by a name that it is for, with --endpoint$/);
    expect(server.asked).to.deep.equal([]);
  });

  it("is refused when it has expired", async () => {
    await serve({ certificate: selfSigned(local, new Date("2020-01-01T00:00:00Z")) });
    const error = await thrown(ask({ ca: server.cert }));
    expect(error).to.include({ message: `the certificate of ${server.url} expired on 2021-12-31` });
    expect(error).to.have.property("hint").that.matches(/^its SHA-256 is \S+: .* --fingerprint\nor renew it on the node: pvecm updatecerts --force/);
    expect(server.asked).to.deep.equal([]);
  });

  it("is refused before its time, which tells of a clock that is wrong", async () => {
    await serve({ certificate: selfSigned(local, new Date(Date.now() + 30 * 86_400_000)) });
    const error = await thrown(ask({ ca: server.cert }));
    expect(error.message).to.match(/ is not valid before \d{4}-\d\d-\d\d$/);
    expect(error).to.have.property("hint").that.includes(`\nor set the clock that is wrong: this machine says ${new Date().toISOString().slice(0, 10)}`);
    expect(server.asked).to.deep.equal([]);
  });

  it("is taken as it is only when that was asked for", async () => {
    await serve({ certificate: selfSigned({ dns: ["elsewhere"], ip: [] }, new Date("2001-01-01")) });
    expect(await ask({ insecure: true })).to.have.property("version");
  });

  it("comes over TLS 1.2 at least", async () => {
    await serve({ tls: { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } });
    expect(await thrown(ask({ insecure: true }))).to.include({ code: "no-tls" });
    expect(server.asked).to.deep.equal([]);
    await server.close();
    await serve({ tls: { maxVersion: "TLSv1.2" } });
    expect(await ask({ insecure: true })).to.have.property("version");
  });

  it("is checked on every new connection", async () => {
    await serve();
    const { port } = server;
    const client = await createClient({ endpoints: [server.url], credentials: { apiToken: tokens.full }, trust: { fingerprints: [server.fingerprint256] } });
    await client.get("/version");
    await server.close();
    await serve({ port });
    expect(await thrown(client.get("/version"))).to.include({ code: "certificate-changed" });
    expect(server.asked).to.deep.equal([]);
    client.close();
  });

  it("is refused loudly though another endpoint would do", async () => {
    await serve();
    const other = await recordedServer();
    const client = await createClient({ endpoints: [other.url, server.url], credentials: { apiToken: tokens.full }, trust: { fingerprints: [server.fingerprint256] } });
    expect(await thrown(client.get("/version"))).to.include({ code: "certificate-changed" });
    expect([...server.asked, ...other.asked]).to.deep.equal([]);
    client.close();
    await other.close();
  });

  it("of an authority that is none is wrong usage", async () => {
    await serve();
    for (const ca of ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]) expect(await thrown(ask({ ca }))).to.include({ code: "invalid-ca", exit: 64 });
  });
});

describe("fingerprint", () => {
  it("is read with and without colons, prefix and capitals", () => {
    const plain = "9a".repeat(32);
    for (const text of [plain, plain.toUpperCase(), plain.match(/../g)!.join(":"), `sha256 Fingerprint=${plain}`, ` SHA-256: ${plain}\n`]) {
      expect(parseFingerprint(text), text).to.equal(Array(32).fill("9A").join(":"));
    }
  });

  it("of another length or alphabet is wrong usage", () => {
    for (const text of ["", "9A:1C", "9a".repeat(20), "zz".repeat(32), "9a".repeat(33)]) expect(() => parseFingerprint(text), text).to.throw().that.includes({ code: "invalid-fingerprint", exit: 64 });
  });
});
