import { expect } from "chai";
import { attribute } from "../../../generator/terraform/diagnostic";

const vm = "proxmox_virtual_environment_vm.web";
const [db, cache] = ["proxmox_virtual_environment_container.db", "proxmox_virtual_environment_container.cache"] as const;

// The words are the provider's own.
describe("an error of the provider's", () => {
  it("is about the machine whose number it says", () => {
    const says = 'error retrieving VM 101: failed to decode HTTP GET response (path: nodes/pve1/qemu/101/config) - Reason: failed to unmarshal net0: strconv.Atoi: parsing "10-20": invalid syntax';
    expect(attribute([{ summary: says, detail: "" }], new Map([[vm, "101"], [db, "202"]]))).to.deep.equal([{ says, cause: "guest", address: vm }]);
  });

  it("that code protects something is about the code, in words of its own", () => {
    const detail = "Resource proxmox_virtual_environment_firewall_ipset.admins has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed. To avoid this error and continue with the plan, either disable lifecycle.prevent_destroy or reduce the scope of the plan using the -target option.";
    expect(attribute([{ summary: "Instance cannot be destroyed", detail }], new Map())).to.deep.equal([{ says: "it would be removed and made again, and its code protects it from that", cause: "code", address: "proxmox_virtual_environment_firewall_ipset.admins" }]);
  });

  it("that what is to be adopted is not there is about the code, too", () => {
    const detail = 'While attempting to import an existing object to "proxmox_acl.vms-999", the provider detected that no object exists with the given id. Only pre-existing objects can be imported; check that the id is correct and that it is associated with the provider\'s configured region or endpoint, or use "terraform apply" to create a new remote object for this resource.';
    expect(attribute([{ summary: "Cannot import non-existent remote object", detail }], new Map())).to.deep.equal([{ says: "it is not on the cluster, and its code adopts it", cause: "code", address: "proxmox_acl.vms-999" }]);
  });

  it("is about the container that was not read, though it does not say its number", () => {
    const says = "error retrieving container: received an HTTP 595 response - Reason: Network is unreachable";
    const found = attribute([{ summary: says }, { summary: says }], new Map([[db, "202"], [cache, "203"]]));
    expect(found).to.deep.equal([{ says, cause: "cluster", address: db }, { says, cause: "cluster", address: cache }]);
  });

  it("is about the machine whose volume fails, whatever the volume is called, and about the storage where that is gone", () => {
    const error = (volume: string, reason: string) => ({ summary: `error get file ${volume} from datastore san: received an HTTP ${reason}` });
    const other = "proxmox_virtual_environment_vm.other";
    const unread = new Map([[vm, "101"], [other, "102"], [db, "202"]]);
    const found = (...errors: { summary: string }[]) => attribute(errors, unread).map(({ cause, address }) => [address, cause]);
    expect(found(error("san:vm-101-disk-0", "500 response - Reason: file_size_info on 'san:vm-101-disk-0' failed"))).to.deep.equal([[vm, "guest"]]);
    expect(found(error("san:base-101-disk-0/vm-102-disk-0", "500 response - Reason: rbd error: no such image"))).to.deep.equal([[other, "guest"]]);
    expect(found(error("san:pm-906af5bd", "500 response - Reason: file_size_info on 'san:pm-906af5bd' failed"))).to.deep.equal([[vm, "guest"], [other, "guest"]]);
    expect(found(error("san:vm-101-disk-0", "500 response - Reason: storage 'san' is not online"))).to.deep.equal([[vm, "cluster"]]);
    for (const status of [429, 502, 503, 403]) expect(found(error("san:vm-101-disk-0", `${status} response - Reason: no`)), String(status)).to.deep.equal([[vm, "way"]]);
  });

  it("that names only what was asked of all machines is about those that were not read", () => {
    const says = 'failed to get resources list of type ("vm") for cluster: received an HTTP 401 response - Reason: Authentication failed!';
    expect(attribute([{ summary: says }, { summary: says }], new Map([[vm, "101"], [db, "202"]]))).to.deep.equal([{ says, cause: "way", address: vm }]);
    // One answer that nobody understands speaks against no machine.
    expect(attribute([{ summary: 'failed to get resources list of type ("vm") for cluster: failed to decode HTTP GET response' }], new Map([[vm, "101"]]))[0]?.cause).to.equal("way");
  });

  it("that might be one of several containers' is said of each", () => {
    const found = attribute([{ summary: "error retrieving container: one" }, { summary: "error retrieving container: two" }], new Map([[db, "202"], [cache, "203"]]));
    expect(found.map(({ says }) => says)).to.deep.equal(Array(2).fill("error retrieving container: one; or error retrieving container: two"));
  });

  it("that names no resource is about what was not read beside the guests, by the name or the node that it says", () => {
    const [a, b, nas] = ["proxmox_network_linux_bridge.a", "proxmox_network_linux_bridge.b", "proxmox_storage_nfs.nas"] as const;
    const offline = 'failed to get network interfaces for node "beta": received an HTTP 595 response - Reason: no route';
    const unread = new Map([[a, "beta:vmbr0"], [b, "alpha:vmbr0"], [nas, "nas"], [vm, "101"]]);
    expect(attribute([{ summary: offline }], unread).map(({ address, cause }) => [address, cause])).to.deep.equal([[a, "cluster"]]);
    const nameless = "error reading datastore: received an HTTP 500 response - Reason: no";
    expect(attribute([{ summary: offline }, { summary: nameless }], new Map([[a, "beta:vmbr0"], [nas, "nas"]])).map(({ address, cause, says }) => [address, cause, says])).to.deep.equal([
      [a, "cluster", offline],
      [nas, "guest", nameless],
    ]);
  });

  it("about a refused certificate or right says nothing about a guest", () => {
    for (const says of ["error retrieving VM 101: tls: failed to verify certificate: x509: unknown authority", "error retrieving VM 101: received an HTTP 403 response - Reason: Permission check failed"]) {
      expect(attribute([{ summary: says }], new Map([[vm, "101"]]))[0]).to.include({ cause: "way", address: vm });
    }
  });

  it("of a validator is about the code", () => {
    const diagnostic = { summary: 'expected machine to be one of ["q35"]', snippet: { context: `resource.${vm}` } };
    expect(attribute([diagnostic], new Map())).to.deep.equal([{ says: diagnostic.summary, cause: "code", address: vm }]);
  });

  it("says nothing about the code where what the code names could not be read", () => {
    const refused = { summary: "error retrieving container: received an HTTP 401 response - Reason: Authentication failed!", address: db };
    const unreadable = { summary: 'error retrieving VM 101: failed to decode HTTP GET response (path: nodes/pve1/qemu/101/config) - Reason: strconv.Atoi: parsing "10-20"', address: vm };
    expect(attribute([refused, unreadable], new Map([[db, "202"], [vm, "101"]])).map(({ address, cause }) => [address, cause])).to.deep.equal([[db, "way"], [vm, "guest"]]);
  });

  it("of the provider itself is about all", () => {
    const diagnostic = { summary: "no credentials", address: 'provider["registry.terraform.io/bpg/proxmox"]' };
    expect(attribute([diagnostic], new Map([[vm, "101"]]))).to.deep.equal([{ says: "no credentials", cause: "way", address: undefined }]);
  });

  it("that names no resource is about all", () => {
    expect(attribute([{ summary: "no credentials", detail: "set\n  a token" }], new Map([[vm, "101"]]))).to.deep.equal([{ says: "no credentials: set a token", cause: "way", address: undefined }]);
  });
});
