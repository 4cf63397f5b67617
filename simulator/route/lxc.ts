import { readDraft } from "../draft";
import { cloneContainer } from "../lxc/clone";
import { createContainer } from "../lxc/create";
import { destroyContainer, makeContainerTemplate, resizeVolumeOf } from "../lxc/lifecycle";
import { moveVolume } from "../lxc/move";
import { updateContainer } from "../lxc/update";
import { bandwidth, digest, flag, formatted, nodeName, oneOf, required, storageId, text, vmId } from "../parameter";
import { given, needs, type Call, type Route } from "../route";
import { writable } from "../schema/config";
import type { Properties } from "../schema/property";
import { canBeSnapshot } from "../snapshot";
import { existingGuest } from "./guest";

const container = "/nodes/{node}/lxc/{vmid}";
const anyOf = ["Disk", "CPU", "Memory", "Network", "Options"].map((kind) => `VM.Config.${kind}`);
const mounts = ["rootfs", ...Array.from({ length: 256 }, (_, at) => `mp${at}`)];
const unused = Array.from({ length: 256 }, (_, at) => `unused${at}`);

const creation: Properties = {
  ...writable.lxc,
  vmid: required(vmId),
  ostemplate: { type: "string", maxLength: 255 },
  password: { type: "string", minLength: 5, optional: true },
  storage: storageId,
  force: flag,
  restore: flag,
  unique: { ...flag, requires: "restore" },
  pool: formatted("pve-poolid"),
  "ignore-unpack-errors": flag,
  "ssh-public-keys": text,
  bwlimit: { type: "number", minimum: 0, optional: true },
  start: flag,
  "ha-managed": flag,
};

/** What makes, changes and takes away containers. */
export const lxcRoutes: readonly Route[] = [
  { method: "POST", path: "/nodes/{node}/lxc", takes: creation, run: createContainer },
  {
    method: "PUT",
    path: `${container}/config`,
    ...needs("/vms/{vmid}", ...anyOf),
    takes: { ...writable.lxc, delete: formatted("pve-configid-list"), revert: text, digest },
    run: updateContainer,
  },
  {
    method: "DELETE",
    path: container,
    ...needs("/vms/{vmid}", "VM.Allocate"),
    takes: { force: flag, purge: flag, "destroy-unreferenced-disks": flag },
    run: destroyContainer,
  },
  {
    method: "PUT",
    path: `${container}/resize`,
    ...needs("/vms/{vmid}", "VM.Config.Disk"),
    takes: { disk: required(oneOf(...mounts)), size: { type: "string", pattern: "\\+?\\d+(\\.\\d+)?[KMGT]?" }, digest },
    run: resizeVolumeOf,
  },
  {
    method: "POST",
    path: `${container}/move_volume`,
    ...needs("/vms/{vmid}", "VM.Config.Disk"),
    takes: {
      volume: required(oneOf(...mounts, ...unused)),
      storage: storageId,
      delete: flag,
      digest,
      bwlimit: bandwidth,
      "target-vmid": vmId,
      "target-volume": oneOf(...mounts, ...unused),
      "target-digest": digest,
    },
    run: moveVolume,
  },
  {
    method: "POST",
    path: `${container}/clone`,
    ...needs("/vms/{vmid}", "VM.Clone"),
    takes: {
      newid: required(vmId),
      hostname: formatted("dns-name"),
      description: text,
      pool: formatted("pve-poolid"),
      snapname: formatted("pve-configid"),
      storage: storageId,
      full: flag,
      target: nodeName,
      bwlimit: { type: "number", minimum: 0, optional: true },
    },
    run: cloneContainer,
  },
  {
    method: "POST",
    path: `${container}/template`,
    ...needs("/vms/{vmid}", "VM.Allocate"),
    run: makeContainerTemplate,
  },
  {
    method: "GET",
    path: `${container}/feature`,
    ...needs("/vms/{vmid}", "VM.Audit"),
    takes: { feature: required(oneOf("snapshot", "clone", "copy")), snapname: text },
    run: hasFeature,
  },
];

function hasFeature(call: Call): object {
  const { values } = readDraft(existingGuest(call, "lxc"));
  const has = given(call, "feature") === "copy" || (given(call, "feature") === "snapshot" && canBeSnapshot(call, "lxc", values));
  return { hasFeature: has ? 1 : 0 };
}
