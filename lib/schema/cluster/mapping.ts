import { matches } from "../accept";
import { items } from "../place";
import { nameFromPath } from "../phrase";
import { configId } from "../pve-format";
import { block, lost, row, type Member } from "../row";
import { count, filled } from "../shape/answer";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { formatted, text } from "../shape/text";
import type { Shape } from "../shape";
import { mappingDoes } from "./does";
import type { ClusterTable } from "./table";

const name = row("id", "name", "name", formatted(configId), { says: "Its name in the cluster.", otherwise: nameFromPath, replaces: true });
const node = row("node", "node", "node", reference("node"), { says: "Node that has it.", required: true });
/** The provider reads `%41` as a letter, where all of a text can be read so. */
const decoded: Shape = { ...text(), read: (value) => attempted(String(value)) || null };
const attempted = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
const description = row("description", "description", "comment", decoded, { says: "Notes.", otherwise: "- none" });
const remark = row("description", "description", "comment", decoded, { says: "Notes on this one.", otherwise: "- none" });
const deviceId = (says: string) => row("id", "id", "id", text(), { says, required: true, accepts: matches(/^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}$/, "four digits on each side of a colon: 10de:26b9") });

const table = (type: string, construct: string, says: string, rows: readonly Member[]): ClusterTable => ({
  type: `${type}-mapping`, terraform: `proxmox_hardware_mapping_${type}`, construct, area: "mappings", named: "name", policy: "protect", does: mappingDoes, says, rows: [name, description, ...rows],
});

export const mappingTables: readonly ClusterTable[] = [
  table("pci", "PciMapping", "A name for PCI devices of the nodes, which guests use.", [
    row("mdev", "mediatedDevices", "mediated_devices", flag, { says: "They offer virtual devices to guests.", default: false, absent: false }),
    block("map", "devices", { says: "The devices.", from: items("map"), otherwise: "- it must be said" }, [
      node,
      row("path", "path", "path", text(), { says: "Address on the node: `0000:01:00.0`.", required: true, accepts: matches(/^[a-f0-9]{4,}:[a-f0-9]{2}:[a-f0-9]{2}(\.[a-f0-9])?$/, "one address: 0000:01:00.0"), why: "several addresses in one line are more than the provider takes; give each a line of its own" }),
      deviceId("Vendor and device: `10de:26b9`."),
      row("iommugroup", "iommuGroup", "iommu_group", count(), { says: "IOMMU group.", otherwise: "- Proxmox VE does not check it" }),
      row("subsystem-id", "subsystemId", "subsystem_id", filled(text()), { says: "Vendor and device of the subsystem.", otherwise: "- Proxmox VE does not check it" }),
      remark,
    ]),
    lost("live-migration-capable", flag, "the provider does not know it"),
  ]),
  table("usb", "UsbMapping", "A name for USB devices of the nodes, which guests use.", [
    block("map", "devices", { says: "The devices.", from: items("map"), otherwise: "- it must be said" }, [
      node,
      deviceId("Vendor and product: `0529:0001`."),
      row("path", "path", "path", filled(text()), { says: "Port: `3-1.2`.", otherwise: "- any port" }),
      remark,
    ]),
  ]),
  table("dir", "DirectoryMapping", "A name for folders of the nodes, which guests mount.", [
    block("map", "folders", { says: "The folders.", from: items("map"), otherwise: "- it must be said" }, [node, row("path", "path", "path", text(), { says: "Folder on the node.", required: true })]),
  ]),
];
