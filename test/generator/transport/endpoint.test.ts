import { expect } from "chai";
import { parseEndpoint } from "../../../generator/transport/endpoint";

describe("endpoint", () => {
  const read = {
    "https://pve1.lan:8006": "https://pve1.lan:8006",
    "https://pve1.lan": "https://pve1.lan:8006",
    "https://pve1.lan:443": "https://pve1.lan:443",
    "https://PVE1.lan:08006/api2/json?x=1#y": "https://pve1.lan:8006",
    "pve1.lan": "https://pve1.lan:8006",
    "pve1:9000": "https://pve1:9000",
    " https://192.0.2.10 ": "https://192.0.2.10:8006",
    "https://[2001:DB8:0::10]": "https://[2001:db8::10]:8006",
    "https://[::1]:443/": "https://[::1]:443",
    "FD00::1": "https://[fd00::1]:8006",
    " ::1 ": "https://[::1]:8006",
  };
  for (const [text, url] of Object.entries(read)) it(`reads ${text} as ${url}`, () => expect(parseEndpoint(text).url).to.equal(url));

  it("has an IPv6 host without brackets", () => {
    expect(parseEndpoint("https://[fd00::1]:8006")).to.deep.include({ host: "fd00::1", port: 8006 });
  });

  it("is the same when read again", () => {
    for (const url of Object.values(read)) expect(parseEndpoint(url).url).to.equal(url);
  });

  for (const text of ["http://pve1.lan:8006", "ftp://pve1", "", "https://", "https://pve1:0", "https://pve1:65536", "https://a b", "https://[::g]", "fe80::1%eth0", "https://[fe80::1%25eth0]:8006", "fd00::g"]) {
    it(`refuses "${text}"`, () => expect(() => parseEndpoint(text)).to.throw().that.deep.includes({ code: "invalid-endpoint", exit: 64 }));
  }

  it("says that http will not do", () => {
    expect(() => parseEndpoint("http://pve1.lan")).to.throw("speaks https only");
  });

  it("says that the zone of a link is what will not do", () => {
    for (const text of ["fe80::1%eth0", "[fe80::1%eth0]:8006", "https://[fe80::1%25eth0]:8006"]) expect(() => parseEndpoint(text), text).to.throw("with its zone, which no URL can hold");
    expect(() => parseEndpoint("pve1%lan")).to.throw("is not an address of the form");
  });

  it("does not repeat a password", () => {
    expect(() => parseEndpoint("https://root:hunter2@pve1.lan")).to.throw().that.satisfies((error: Error) => !JSON.stringify([error.message, error]).includes("hunter2"));
  });
});
