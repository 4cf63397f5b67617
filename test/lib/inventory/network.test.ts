import { expect } from "chai";
import { canonicalAddress, isInNetwork, isPublic, isUsable } from "../../../lib/inventory/network";

describe("an address and its network", () => {
  it("is in a network as far as the prefix reaches", () => {
    for (const [address, network] of [["10.0.0.5", "10.0.0.1/24"], ["10.0.0.5", "10.0.0.5/32"], ["1.2.3.4", "9.9.9.9/0"], ["2001:db8::5", "2001:db8::1/64"], ["fe80::1", "fe80::/10"], ["::ffff:10.0.0.5", "::ffff:a00:1/120"]] as const)
      expect(isInNetwork(address, network), `${address} ${network}`).to.equal(true);
    for (const [address, network] of [["10.0.1.5", "10.0.0.1/24"], ["10.0.0.5", "10.0.0.1"], ["10.0.0.5", "10.0.0.1/33"], ["10.0.0.5", "2001:db8::1/0"], ["2001:db8:1::5", "2001:db8::1/48"], ["web", "10.0.0.1/8"]] as const)
      expect(isInNetwork(address, network), `${address} ${network}`).to.equal(false);
  });

  it("has one spelling", () => {
    for (const [text, one] of [["FD00:0:0::0001", "fd00::1"], ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"], ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"], ["0:0:0:0:0:0:0:0", "::"], ["fd00:10:0:0:0:0:0:0", "fd00:10::"], ["::ffff:10.0.0.5", "::ffff:a00:5"], ["10.0.0.5", "10.0.0.5"], ["Web", "Web"]] as const)
      expect(canonicalAddress(text)).to.equal(one);
  });

  it("is public unless it is kept for private networks", () => {
    expect(["8.8.8.8", "2a01:4f8::1", "172.32.0.1"].every(isPublic)).to.equal(true);
    expect(["10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "fd00::1"].some(isPublic)).to.equal(false);
  });

  it("is of no use to others where it is a machine's own, a cable's, or of many", () => {
    expect(["10.0.0.1", "2001:db8::1", "fd00::1"].every(isUsable)).to.equal(true);
    expect(["127.0.0.1", "0.0.0.0", "169.254.1.1", "224.0.0.18", "255.255.255.255", "::", "::1", "fe80::1", "ff02::1", "dhcp", "web"].some(isUsable)).to.equal(false);
  });
});
