import { expect } from "chai";
import { blame, troubleIn, type Trouble } from "../../../lib/pve/blame";

const of = (trouble: Trouble) => {
  const found = blame(trouble);
  return found && `${found.whose} ${found.kind}`;
};

/** As Terraform's provider tells of an answer. */
const told = (status: number, reason: string, what = "error retrieving VM 101") => troubleIn(`${what}: received an HTTP ${status} response - Reason: ${reason}`);

describe("whose fault an error is", () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ["way too-many-requests", 429, "Too Many Requests"],
    ["way in-between", 502, "Bad Gateway"],
    ["way in-between", 503, "Service Unavailable"],
    ["way in-between", 504, "Gateway Time-out"],
    ["way in-between", 302, "Found"],
    ["cluster node-offline", 595, "Connection refused"],
    ["cluster node-offline", 595, "No route to host"],
    ["cluster node-offline", 596, "Connection timed out"],
    ["cluster node-offline", 599, "Too many redirections"],
    ["cluster storage-gone", 500, "storage 'nas' is not online"],
    ["cluster storage-gone", 500, "storage 'nas' does not exist"],
    ["cluster storage-gone", 500, "storage 'nas' is not available on node 'pve1'"],
    ["cluster no-quorum", 500, "cluster not ready - no quorum?"],
    ["cluster busy", 500, "got timeout"],
    ["cluster busy", 500, "error with cfs lock 'storage-nas': got lock request timeout"],
    ["guest agent-silent", 500, "QEMU guest agent is not running"],
    ["guest agent-silent", 500, "No QEMU guest agent configured"],
    ["guest agent-silent", 500, "VM 101 qmp command 'guest-network-get-interfaces' failed - got timeout"],
    ["guest agent-silent", 500, "VM 101 qga command 'guest-ping' failed - unable to connect to VM 101 qga socket - timeout after 31 retries"],
    ["guest agent-refuses", 500, "Agent error: The command guest-network-get-interfaces has been disabled for this instance"],
    ["guest agent-refuses", 500, "Agent error: this feature or command is not currently supported"],
    ["guest agent-refuses", 500, "VM 101 qmp command 'guest-network-get-interfaces' failed - The command guest-network-get-interfaces has not been found"],
    ["guest volume-fails", 500, "file_size_info on 'san:vm-101-disk-0' failed"],
    ["guest volume-fails", 500, 'Failed to find logical volume "pve/vm-101-disk-0"'],
    ["guest volume-fails", 500, "rbd error: rbd: error opening image vm-101-disk-0: (2) No such file or directory"],
    ["guest volume-fails", 500, "volume 'san:vm-101-disk-0' does not exist"],
    ["guest guest-gone", 500, "Configuration file 'nodes/pve1/qemu-server/101.conf' does not exist"],
    ["guest locked", 500, "VM is locked (backup)"],
    ["rights credentials", 401, "authentication failure"],
    ["rights credentials", 401, "No ticket"],
    ["rights forbidden", 403, "Permission check failed (/vms/101, VM.Audit)"],
  ];
  for (const [expected, status, reason] of cases) {
    it(`${expected}: ${status} ${reason}`, () => {
      expect(of({ status, words: reason }), "as the API answers").to.equal(expected);
      expect(of(told(status, reason)), "as the provider tells").to.equal(expected);
      expect(of(told(status, reason, "error get file san:vm-101-disk-0 from datastore san")), "about a volume").to.equal(expected);
    });
  }

  it("names the right that is lacking", () => {
    const remedy = (words: string) => blame(told(403, `Permission check failed (${words})`))!.remedy;
    expect(remedy("/sdn/zones/lab, SDN.Allocate")).to.equal("give the token SDN.Allocate on /sdn/zones/lab");
    expect(remedy("/storage/tank, Datastore.Audit|Datastore.AllocateSpace")).to.equal("give the token Datastore.Audit or Datastore.AllocateSpace on /storage/tank");
    expect(remedy("/storage/tank, Datastore.Allocate")).to.contain("VM.Config.Disk on /vms");
    expect(blame({ status: 403, words: "Permission check failed" })!.remedy).to.equal("pmpc doctor says which rights the token lacks");
  });

  it("is the resource's where Proxmox VE fails in words that are not known", () => {
    expect(of(told(500, "unable to read '/etc/pve/priv/x'"))).to.equal("guest fails");
    expect(of({ status: 500, words: "unable to read" }), "an answer that came straight may be about anything").to.equal(undefined);
  });

  it("is the way's where there was no answer", () => {
    for (const words of ['Get "https://pve1:8006/api2/json/nodes": dial tcp 192.0.2.1:8006: connect: connection refused', "read tcp: connection reset by peer", "unexpected EOF", "dial tcp: lookup pve1: no such host"]) {
      expect(of(troubleIn(`failed to perform HTTP GET request (path: nodes) - Reason: ${words}`)), words).to.equal("way unreachable");
    }
    expect(of(troubleIn("failed to perform HTTP GET request - Reason: tls: failed to verify certificate: x509: unknown authority"))).to.equal("way certificate");
  });

  it("is the way's where a page came instead of an answer", () => {
    expect(of(troubleIn("failed to decode HTTP GET response (path: version) - Reason: invalid character '<' looking for beginning of value"))).to.equal("way in-between");
  });

  it("is the guest's where its configuration was not understood, and the provider's where that died", () => {
    expect(of(troubleIn('failed to decode HTTP GET response - Reason: strconv.Atoi: parsing "10-20": invalid syntax'))).to.equal("guest not-understood");
    expect(of({ words: "Error: Plugin did not respond" })).to.equal("provider crashed");
  });

  it("is a mapping's that was removed: the provider fails on it, and takes it for nothing that is gone", () => {
    const words = `Could not read USB hardware mapping "stick2": reading hardware mapping "stick2": received an HTTP 500 response - Reason: mapping 'stick2' not found`;
    expect(blame(troubleIn(words))).to.deep.include({ whose: "guest", kind: "fails", says: "the mapping stick2 is not there, and the provider fails on that", remedy: "if it was removed for good: pmpc forget" });
  });

  it("is nobody's that is known", () => {
    for (const words of ["", "Internal Server Error", "Unsupported argument: an argument named foo is not expected here"]) expect(of({ status: 500, words }), words).to.equal(undefined);
  });

  it("names what is at fault, without the provider's words around it", () => {
    expect(blame({ ...told(595, "Connection refused"), node: "beta" })?.says).to.equal("node beta is offline");
    expect(blame(told(500, "storage 'nas' is not online"))?.says).to.equal("storage nas is not available");
    expect(blame(told(500, "file_size_info on 'san:pm-1' failed", "error get file san:pm-1 from datastore san"))?.says).to.equal("its volume san:pm-1 cannot be read: file_size_info on 'san:pm-1' failed");
    expect(blame(told(502, "Bad Gateway"))?.says).to.equal("something in between answered 502 instead of Proxmox VE (Bad Gateway)");
  });
});
