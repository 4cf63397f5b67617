import type { GuestKind } from "./guest";

const at = "/nodes/{node}/qemu/{vmid}";

/** A virtual machine. */
export const virtualMachineKind: GuestKind = {
  prefix: "qemu",
  id: "{vmid}",
  word: { short: "vm", one: "virtual machine", many: "virtual machines", synonyms: ["vms", "qm"] },
  construct: "VirtualMachine",
  terraform: [{ type: "proxmox_virtual_environment_vm", importId: "{node}/{vmid}", attributes: { vmid: "vm_id", node: "node_name" } }],
  reads: {
    list: "/cluster/resources",
    where: { type: ["qemu"] },
    mentions: { pool: "pool" },
    documents: { config: `${at}/config`, state: `${at}/status/current`, interfaces: `${at}/agent/network-get-interfaces` },
  },
  writes: [
    { operation: "create", method: "POST", address: "/nodes/{node}/qemu", body: { vmid: "{vmid}" } },
    { operation: "clone", method: "POST", address: "/nodes/{node}/qemu/{source}/clone", body: { newid: "{vmid}", target: "{node}" } },
    { operation: "configure", method: "PUT", address: `${at}/config` },
    { operation: "configure", method: "POST", address: `${at}/config` },
    { operation: "configure", method: "PUT", address: `${at}/cloudinit` },
    { operation: "resize", method: "PUT", address: `${at}/resize` },
    { operation: "move", method: "POST", address: `${at}/move_disk` },
    { operation: "migrate", method: "POST", address: `${at}/migrate` },
    // Where it is highly available, that is asked while it runs, and suspended while it does not.
    { operation: "migrate", method: "POST", address: "/cluster/ha/resources/vm:{vmid}/migrate" },
    { operation: "migrate", method: "DELETE", address: "/cluster/ha/resources/vm:{vmid}" },
    { operation: "migrate", method: "POST", address: "/cluster/ha/resources", body: { sid: "vm:{vmid}" } },
    { operation: "template", method: "POST", address: `${at}/template` },
    { operation: "start", method: "POST", address: `${at}/status/start` },
    { operation: "stop", method: "POST", address: `${at}/status/shutdown` },
    { operation: "stop", method: "POST", address: `${at}/status/stop` },
    { operation: "restart", method: "POST", address: `${at}/status/reboot` },
    { operation: "membership", method: "PUT", address: "/pools?poolid={pool*}", body: { vms: "{vmid}" } },
    { operation: "destroy", method: "DELETE", address: at },
  ],
  rank: 100,
  serves: ["guest"],
  saysPool: true,
  tool: "qm",
  restore: "qmrestore ARCHIVE VMID --force",
  task: "qm",
  nameKey: "name",
  stem: "vm",
  nameless: (vmId) => `VM ${vmId}`,
  macField: "macaddr",
  addressFamily: "ipconfig",
  hasAgent: true,
  sharesKernel: false,
  tells: ["qmpstatus"],
  isStrict: true,
  complaint: /^unable to parse value of '([^']*)'/,
  errors: [
    { word: /\bvm\b/i, numbered: true },
    // A disk's volume is asked for by its name, which need not have the guest's number.
    { word: /\bget file \S+ from datastore\b/, numbered: false },
  ],
  making: {
    volumes: { content: "images", says: "disks of virtual machines (content images)" },
    origin: { option: "image", content: "import", says: "disk images (content import)", instead: { says: "a virtual machine is made from an image, or is a copy of another one", hint: "say --image debian-13, or --from 9000" } },
    cards: "networkDevices",
    small: { cores: 2, memory: 2048 },
    copiesRunning: true,
    backups: ["qemu", "vm"],
  },
  identity: { marks: { uuid: ["smbios1", "uuid"], created: ["meta", "ctime"] }, named: false, says: "its UUID, nor its creation time and a MAC address" },
};
