import { expect } from "chai";
import { applyErrors } from "../../../generator/session/apply-error";
import { readLog } from "../../../generator/terraform/log";

const answer = (status: number, reason: string) => `All attempts fail:\n#1: received an HTTP ${status} response - Reason: ${reason}`;

/** What terraform prints of changes that fail: address → its number and the error. */
function failed(...changes: readonly (readonly [address: string | undefined, number: string | undefined, summary: string])[]) {
  const log = readLog("applying");
  for (const [address, number, summary] of changes) {
    if (address !== undefined) log.take(JSON.stringify({ type: "apply_start", hook: { resource: { addr: address }, ...(number === undefined ? {} : { id_key: "id", id_value: number }) } }));
    if (address !== undefined) log.take(JSON.stringify({ type: "apply_errored", hook: { resource: { addr: address } } }));
    log.take(JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary, detail: "", ...(address === undefined ? {} : { address }) } }));
  }
  return applyErrors(log);
}

describe("what an apply could not do", () => {
  it("is said with the guest, whose fault it is, and what helps", () => {
    expect(failed(["proxmox_virtual_environment_vm.web", "101", answer(500, "cluster not ready - no quorum?")])).to.deep.equal({
      says: ["vm 101 web: the cluster has no quorum (cluster not ready - no quorum?)"],
      remedies: ["pvecm status on a node says which nodes are missing"],
    });
    expect(failed(["proxmox_virtual_environment_container.db", "202", answer(500, "storage 'tank' is not online")]).says).to.deep.equal(["container 202 db: storage tank is not available (storage 'tank' is not online)"]);
    expect(failed(["proxmox_virtual_environment_vm.web", "101", answer(595, "No route to host")]).says).to.deep.equal(["vm 101 web: a node does not answer (No route to host)"]);
  });

  it("names what helps once, where several guests failed alike", () => {
    const { says, remedies } = failed(["proxmox_virtual_environment_vm.a", "1001", answer(500, "cluster not ready - no quorum?")], ["proxmox_virtual_environment_vm.b", "1002", answer(500, "cluster not ready - no quorum?")]);
    expect([says.length, remedies.length]).to.deep.equal([2, 1]);
  });

  it("ends as not authorised where the token was taken away meanwhile", () => {
    expect(failed(["proxmox_virtual_environment_vm.web", "101", answer(401, "pmpc: https://pve1:8006 does not accept the token kim@pve!x")])).to.deep.equal({
      says: ["vm 101 web: https://pve1:8006 does not accept the token kim@pve!x"],
      remedies: ["pmpc doctor says what is wrong with the connection or the credentials"],
      exit: 4,
    });
    expect(failed(["proxmox_virtual_environment_vm.web", "101", answer(403, "Permission check failed (/vms/101, VM.Config.Memory)")])).to.include({ exit: 4 });
  });

  it("names a guest that is not there yet by its name, and other things by their address", () => {
    expect(failed(["proxmox_virtual_environment_vm.new", undefined, "no room"]).says).to.deep.equal(["new: no room"]);
    expect(failed(["proxmox_virtual_environment_pool.lab", "lab", "no room"]).says).to.deep.equal(["proxmox_virtual_environment_pool.lab: no room"]);
    expect(failed([undefined, undefined, "no room"])).to.deep.equal({ says: ["no room"], remedies: [] });
  });
});
