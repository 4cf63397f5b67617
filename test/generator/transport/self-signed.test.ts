import { expect } from "chai";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { selfSigned } from "../../../generator/transport/self-signed";

describe("self-signed certificate", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  const made = selfSigned({ dns: ["pve1.lan", "localhost"], ip: ["192.0.2.10", "::1", "fd00::12:0:3"] }, now);
  const x509 = new X509Certificate(made.cert);

  it("is signed by its own key", () => {
    expect(x509.verify(x509.publicKey)).to.equal(true);
    expect(x509.checkPrivateKey(createPrivateKey(made.key))).to.equal(true);
    expect(x509.checkIssued(x509)).to.equal(true);
  });

  it("is for every name and address", () => {
    expect(x509.subject).to.equal("CN=pve1.lan");
    expect([x509.checkHost("pve1.lan"), x509.checkHost("localhost"), x509.checkHost("pve2.lan")]).to.deep.equal(["pve1.lan", "localhost", undefined]);
    expect(["192.0.2.10", "::1", "fd00::12:0:3"].map((ip) => x509.checkIP(ip))).to.deep.equal(["192.0.2.10", "::1", "fd00::12:0:3"]);
    expect(x509.checkIP("fd00::12:0:4")).to.equal(undefined);
  });

  it("is valid from the day before for two years", () => {
    expect(new Date(x509.validFrom)).to.deep.equal(new Date("2026-02-28T12:00:00Z"));
    expect(new Date(x509.validTo)).to.deep.equal(new Date("2028-02-29T12:00:00Z"));
  });

  it("writes years after 2049 so that they are read as such", () => {
    expect(new Date(new X509Certificate(selfSigned({ dns: ["a"], ip: [] }, new Date("2061-01-01T00:00:00Z")).cert).validTo).getUTCFullYear()).to.equal(2063);
  });

  it("knows its fingerprint, and has a new key each time", () => {
    expect(made.fingerprint256).to.equal(x509.fingerprint256);
    expect(selfSigned({ dns: ["pve1.lan"], ip: [] }, now).fingerprint256).not.to.equal(made.fingerprint256);
  });

  it("fits any number of names", () => {
    const dns = Array.from({ length: 40 }, (_, n) => `node${n}.cluster.example.com`);
    expect(new X509Certificate(selfSigned({ dns, ip: [] }, now).cert).checkHost("node39.cluster.example.com")).to.equal("node39.cluster.example.com");
  });
});
