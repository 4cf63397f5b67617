import { isRunning } from "../guest";
import { bandwidth, digest, flag, formatted, integer, nodeName, oneOf, required, storageId, text, vmId } from "../parameter";
import { cloneMachine } from "../qemu/clone";
import { listCloudInit, remakeCloudInit } from "../qemu/cloud-init";
import { createMachine } from "../qemu/create";
import { driveNames } from "../qemu/drive";
import { hasFeature } from "../qemu/feature";
import { destroyMachine, makeTemplate, resizeDisk } from "../qemu/lifecycle";
import { moveDisk } from "../qemu/move";
import { updateMachine } from "../qemu/update";
import { failed } from "../refusal";
import { needs, type Call, type Route } from "../route";
import { writable } from "../schema/config";
import type { Properties } from "../schema/property";
import { existingGuest } from "./guest";

const machine = "/nodes/{node}/qemu/{vmid}";
const anyOf = ["Disk", "CDROM", "CPU", "Memory", "Network", "HWType", "Options", "Cloudinit"].map((kind) => `VM.Config.${kind}`);

const creation: Properties = {
  ...writable.qemu,
  vmid: required(vmId),
  archive: { type: "string", maxLength: 255, optional: true },
  storage: storageId,
  force: { ...flag, requires: "archive" },
  unique: { ...flag, requires: "archive" },
  "live-restore": flag,
  pool: formatted("pve-poolid"),
  bwlimit: bandwidth,
  start: flag,
  "ha-managed": flag,
  "import-working-storage": storageId,
};

const change: Properties = {
  ...writable.qemu,
  skiplock: flag,
  delete: formatted("pve-configid-list"),
  revert: formatted("pve-configid-list"),
  force: { ...flag, requires: "delete" },
  digest,
  skip_cloud_init: flag,
  "import-working-storage": storageId,
};

const unused = Array.from({ length: 256 }, (_, at) => `unused${at}`);

const unlink: Route["run"] = (call) => updateMachine({ ...call, given: { ...call.given, delete: call.given.idlist, idlist: undefined } }, true);

function sendKey(call: Call): null {
  const guest = existingGuest(call, "qemu");
  if (!isRunning(guest)) throw failed(`VM ${guest.vmId} not running`);
  return null;
}

/** What makes, changes and takes away virtual machines. */
export const qemuRoutes: readonly Route[] = [
  { method: "POST", path: "/nodes/{node}/qemu", takes: creation, run: createMachine },
  { method: "PUT", path: `${machine}/config`, ...needs("/vms/{vmid}", ...anyOf), takes: change, run: (call) => updateMachine(call, true) },
  {
    method: "POST",
    path: `${machine}/config`,
    ...needs("/vms/{vmid}", ...anyOf),
    takes: { ...change, background_delay: integer(1, 30) },
    run: (call) => updateMachine(call, false),
  },
  { method: "PUT", path: `${machine}/sendkey`, ...needs("/vms/{vmid}", "VM.Console"), takes: { key: required(text), skiplock: flag }, run: sendKey },
  {
    method: "DELETE",
    path: machine,
    ...needs("/vms/{vmid}", "VM.Allocate"),
    takes: { skiplock: flag, purge: flag, "destroy-unreferenced-disks": flag },
    run: destroyMachine,
  },
  {
    method: "PUT",
    path: `${machine}/unlink`,
    ...needs("/vms/{vmid}", "VM.Config.Disk"),
    takes: { idlist: required(formatted("pve-configid-list")), force: flag },
    run: unlink,
  },
  {
    method: "PUT",
    path: `${machine}/resize`,
    ...needs("/vms/{vmid}", "VM.Config.Disk"),
    takes: { skiplock: flag, disk: required(oneOf(...driveNames)), size: { type: "string", pattern: "\\+?\\d+(\\.\\d+)?[KMGT]?" }, digest },
    run: resizeDisk,
  },
  {
    method: "POST",
    path: `${machine}/move_disk`,
    ...needs("/vms/{vmid}", "VM.Config.Disk"),
    takes: {
      disk: required(oneOf(...driveNames, ...unused)),
      "target-vmid": vmId,
      storage: storageId,
      format: oneOf("raw", "qcow2", "vmdk"),
      delete: flag,
      digest,
      bwlimit: bandwidth,
      "target-disk": oneOf(...driveNames, ...unused),
      "target-digest": digest,
    },
    run: moveDisk,
  },
  {
    method: "POST",
    path: `${machine}/clone`,
    ...needs("/vms/{vmid}", "VM.Clone"),
    takes: {
      newid: required(vmId),
      name: formatted("dns-name"),
      description: text,
      pool: formatted("pve-poolid"),
      snapname: { ...formatted("pve-configid"), maxLength: 40 },
      storage: storageId,
      format: oneOf("raw", "qcow2", "vmdk"),
      full: flag,
      target: nodeName,
      bwlimit: bandwidth,
    },
    run: cloneMachine,
  },
  {
    method: "POST",
    path: `${machine}/template`,
    ...needs("/vms/{vmid}", "VM.Allocate"),
    takes: { disk: oneOf(...driveNames) },
    run: makeTemplate,
  },
  {
    method: "GET",
    path: `${machine}/feature`,
    ...needs("/vms/{vmid}", "VM.Audit"),
    takes: { feature: required(oneOf("snapshot", "clone", "copy")), snapname: { ...formatted("pve-configid"), maxLength: 40 } },
    run: hasFeature,
  },
  { method: "GET", path: `${machine}/cloudinit`, ...needs("/vms/{vmid}", "VM.Audit"), unordered: true, run: listCloudInit },
  { method: "PUT", path: `${machine}/cloudinit`, ...needs("/vms/{vmid}", "VM.Config.Cloudinit"), run: remakeCloudInit },
];
