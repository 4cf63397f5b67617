import { configId } from "../pve-format";
import { numbered, slot } from "../place";
import { block, lost, row } from "../row";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { formatted, text, word } from "../shape/text";

const pciAddress = "(?:[a-f0-9]{4,}:)?[a-f0-9]{2}:[a-f0-9]{2}(?:\\.[a-f0-9])?";
const pciId = text(/^0x[0-9a-fA-F]{4}$/);
const unknown = "the provider does not know it";

// hostpci0: 0000:01:00.0;0000:01:00.1,pcie=1,x-vga=1
export const hostPci = block("hostpci", "pciDevices", {
  says: "PCI devices of the node, passed through.",
  from: numbered("hostpci", 16), packing: { defaultKey: "host" }, only: (device) => "host" in device || "mapping" in device,
}, [
  row(slot,      "slot",    "device",   text(), { required: true, says: "Slot: `hostpci0`." }),
  row("host",    "id",      "id",       text(new RegExp(`^${pciAddress}(;${pciAddress})*$`)), { rootOnly: true, says: "PCI address on the node, several separated by `;`." }),
  row("mapping", "mapping", "mapping",  reference("pci-mapping", formatted(configId)), { says: "Resource mapping of the cluster, instead of an address." }),
  row("mdev",    "mdev",    "mdev",     text(/^[^/.:]+$/), { says: "Type of the mediated device." }),
  row("pcie",    "pcie",    "pcie",     flag,   { says: "Attaches it as PCI Express; needs the machine `q35`." }),
  row("rombar",  "romBar",  "rombar",   flag,   { absent: true, default: null, unsaid: true, says: "Exposes the device's ROM to the guest." }),
  row("romfile", "romFile", "rom_file", text(/^[^,;]+$/), { rootOnly: true, says: "ROM file in /usr/share/kvm of the node." }),
  row("x-vga",   "xVga",    "xvga",     flag,   { says: "Makes it the guest's primary graphics card." }),
  lost("driver",        word("vfio", "keep"), unknown, { default: "vfio" }),
  lost("legacy-igd",    flag,  unknown),
  lost("vendor-id",     pciId, unknown),
  lost("device-id",     pciId, unknown),
  lost("sub-vendor-id", pciId, unknown),
  lost("sub-device-id", pciId, unknown),
]);
