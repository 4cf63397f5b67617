import { Size } from "../../lib/pve/size";
import type { PropValue } from "../../lib/schema/shape";
import { chooseBridge, nameOf } from "./choose";
import type { Form, Order } from "./form";
import { listOf, packed, type Draft } from "./props";

/** How a container is made. */
export const container: Form = {
  fill,
  volumes: (props) => [
    ...[props.rootDisk as Draft | undefined].filter((one) => one !== undefined),
    // One that names a volume or a folder takes no room.
    ...listOf(props, "mountPoints").flatMap(({ volume, size }) => (typeof volume === "string" && /[:/]/.test(volume) ? [] : [{ storage: volume, size }])),
  ],
  addresses: (props) => listOf(props, "networkInterfaces").flatMap(({ ip, ip6 }) => [ip, ip6]),
  config: (props) => Object.fromEntries(listOf(props, "networkInterfaces").map(({ name, ip, ip6 }, at) => [`net${at}`, packed({ name, ip, ip6 })])),
};

const systems = ["debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos"];
const relatives: Readonly<Record<string, string>> = { rockylinux: "centos", rocky: "centos", almalinux: "centos" };

function fill(draft: Draft, { wanted: { keys }, made, node, like, ground, pick, chose }: Order): readonly string[] {
  const isCopy = made.from === "clone" || draft.clone !== undefined;
  if (made.from === "clone") draft.clone = { container: made.guest.vmId, ...(draft.clone as Draft | undefined) } as PropValue;
  const system = (typeof draft.operatingSystem === "object" && draft.operatingSystem !== null ? draft.operatingSystem : draft.operatingSystem === undefined ? {} : { type: draft.operatingSystem }) as Draft;
  const file = made.from === "volume" ? made.volid : made.from === "download" ? made.published.url : system.template === undefined ? "" : nameOf(system.template);
  if (!isCopy) {
    const [word = ""] = /^[a-z]+/.exec(file.split("/").at(-1)!) ?? [];
    draft.operatingSystem = { type: systems.find((one) => one === word) ?? relatives[word] ?? "unmanaged", ...system } as PropValue;
    draft.unprivileged ??= chose("unprivileged", true, "the safe one");
    draft.features ??= chose("features", { nesting: true }, "systemd inside needs it", "nesting") as PropValue;
  }
  const root = (draft.rootDisk ?? {}) as Draft;
  if (!isCopy || Object.keys(root).length > 0) {
    draft.rootDisk = { storage: root.storage ?? { kind: "storage", name: pick("storage", /^rootfs$/) }, size: root.size ?? chose("root disk", Size.gibibytes(8), "enough for most", "8 GiB"), ...root } as PropValue;
  }
  const cards = listOf(draft, "networkInterfaces");
  let bridge: string | undefined;
  const anyAddress = (card: Draft) => ["ip", "ip6"].some((one) => card[one] !== undefined);
  draft.networkInterfaces = (cards.length === 0 ? [{ name: "eth0" }] : cards).map(({ name, ...card }): PropValue => ({ name: name!, ...("bridge" in card ? {} : { bridge: { kind: "bridge", name: (bridge ??= chooseBridge(ground, node, like, chose)) } }), ...card, ...(anyAddress(card) ? {} : { ip: chose("address", "dhcp", "none was said") }) }) as PropValue);
  if (keys.length > 0) draft.userAccount = { ...(draft.userAccount as Draft | undefined), keys } as PropValue;
  return [];
}
