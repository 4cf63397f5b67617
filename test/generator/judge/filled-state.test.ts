import { expect } from "chai";
import { filledState } from "../../../generator/judge/adoption";
import type { StackCode } from "../../../generator/terraform/configuration";

const type = "proxmox_virtual_environment_vm";
const code = (values: object) => ({ resources: [{ address: `${type}.web`, type, name: "web", values }], imported: new Set(), left: new Set(), backend: "local" }) as unknown as StackCode;
const state = (attributes: Record<string, unknown>) => ({ lineage: "a", serial: 3, resources: [{ mode: "managed" as const, type, name: "web", instances: [{ attributes }] }] });

describe("what the provider reads nothing of", () => {
  it("is in the state as Proxmox VE takes it, where the code says the same: a change of something else would send the provider's own default", () => {
    expect(filledState(code({ scsi_hardware: "lsi" }), state({ id: "100", scsi_hardware: null }))).to.deep.equal({ ...state({ id: "100", scsi_hardware: "lsi" }), serial: 4 });
  });

  it("is of a template that it does not run, where the code leaves that open", () => {
    expect(filledState(code({}), state({ id: "100", template: true, started: null }))).to.deep.equal({ ...state({ id: "100", template: true, started: false }), serial: 4 });
    expect(filledState(code({ started: false }), state({ id: "100", template: true, started: null }))).to.equal(undefined);
    for (const attributes of [{ template: true, started: true }, { template: false, started: null }]) expect(filledState(code({}), state({ id: "100", ...attributes }))).to.equal(undefined);
  });

  it("stays where the state has it, or the code says something else or nothing", () => {
    expect(filledState(code({ scsi_hardware: "lsi" }), state({ id: "100", scsi_hardware: "virtio-scsi-pci" }))).to.equal(undefined);
    expect(filledState(code({ scsi_hardware: "megasas" }), state({ id: "100", scsi_hardware: null }))).to.equal(undefined);
    expect(filledState(code({}), state({ id: "100", scsi_hardware: null }))).to.equal(undefined);
    expect(filledState(code({}), undefined)).to.equal(undefined);
  });
});
