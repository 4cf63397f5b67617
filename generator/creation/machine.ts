import type { Guest } from "../../lib/inventory/inventory";
import { Size } from "../../lib/pve/size";
import type { PropValue } from "../../lib/schema/shape";
import { chooseBridge } from "./choose";
import type { Form, Order, Place } from "./form";
import { listOf, packed, type Draft } from "./props";

interface CloudInit extends Place {
  readonly ipConfigs?: readonly { readonly ipv4?: PropValue; readonly ipv6?: PropValue }[];
  readonly userAccount?: { readonly username?: string };
}

const cloudInitOf = (props: Draft) => props.cloudInit as CloudInit | undefined;
const addressIn = (value: PropValue | undefined) => (typeof value === "object" ? (value as { readonly address?: PropValue }).address : value);

/** How a virtual machine is made. */
export const machine: Form = {
  fill,
  volumes: (props) => [...listOf(props, "disks"), ...[cloudInitOf(props), props.efiDisk as Place | undefined, props.tpmState as Place | undefined].filter((one) => one !== undefined)],
  addresses: (props) => (cloudInitOf(props)?.ipConfigs ?? []).flatMap(({ ipv4, ipv6 }) => [addressIn(ipv4), addressIn(ipv6)]),
  config(props) {
    const { userAccount, ipConfigs = [] } = cloudInitOf(props) ?? {};
    const agent = props.agent === true || (props.agent as { readonly enabled?: boolean } | undefined)?.enabled === true;
    return {
      ...(agent ? { agent: "1" } : {}),
      ...(userAccount?.username === undefined ? {} : { ciuser: userAccount.username }),
      ...Object.fromEntries(ipConfigs.map(({ ipv4, ipv6 }, at) => [`ipconfig${at}`, packed({ ip: addressIn(ipv4), ip6: addressIn(ipv6) })])),
    };
  },
};

const drives = /^(?:scsi|virtio|sata|ide)\d+$/;

function fill(draft: Draft, { wanted: { keys, said }, made, node, like, ground, pick, chose }: Order): readonly string[] {
  const saysDisks = said.some(({ setting }) => setting.path[0]?.prop === "disks");
  const fromImage = made.from === "volume" || made.from === "download";
  const disks = listOf(draft, "disks");
  if (!saysDisks && made.from !== "clone") disks.push({ interface: "scsi0" });
  let storage: string | undefined;
  draft.disks = disks.map(({ interface: slot, ...disk }): PropValue => {
    const [first] = made.from === "clone" ? drivesOf(made.guest) : [];
    const where = disks.length === 1 && slot === "scsi0" && first !== undefined ? first : slot;
    const isPassed = disk.path !== undefined || disk.fileId !== undefined;
    return {
      interface: where!,
      storage: disk.storage ?? { kind: "storage", name: isPassed ? "" : (storage ??= pick("storage", drives)) },
      ...(disk.size === undefined && !isPassed && disk.importFrom === undefined ? { size: chose("disk", Size.gibibytes(32), "enough for most systems", "32 GiB") } : {}),
      ...disk,
    } as PropValue;
  });
  if ((draft.disks as readonly PropValue[]).length === 0) draft.disks = undefined;
  const cards = listOf(draft, "networkDevices");
  let bridge: string | undefined;
  draft.networkDevices = (cards.length === 0 && made.from !== "clone" ? [{}] : cards).map((card): PropValue => ({ ...("bridge" in card ? {} : { bridge: { kind: "bridge", name: (bridge ??= chooseBridge(ground, node, like, chose)) } }), ...card }) as PropValue);
  if ((draft.networkDevices as readonly PropValue[]).length === 0) draft.networkDevices = undefined;
  if (fromImage) draft.operatingSystem ??= "l26";
  if (fromImage) draft.serialDevices ??= ["socket"];
  const cloud = (draft.cloudInit ?? {}) as Draft;
  const isEmpty = made.from === "nothing" && draft.disks !== undefined && draft.cdrom === undefined;
  const notes = isEmpty ? ["its disk is empty: --from 9000 copies a template, --image debian-13 takes a cloud image, --cdrom local:iso/… an installer"] : [];
  if (draft.cloudInit === undefined && !fromImage && keys.length === 0) return notes;
  const account = { ...(cloud.userAccount as Draft | undefined), ...(keys.length > 0 ? { keys } : {}) };
  const firstDisk = (draft.disks as readonly { readonly storage?: PropValue }[] | undefined)?.[0]?.storage;
  draft.cloudInit = {
    ...cloud,
    storage: cloud.storage ?? firstDisk ?? { kind: "storage", name: pick("storage of cloud-init", drives) },
    ...(Object.keys(account).length > 0 ? { userAccount: account } : {}),
    ipConfigs: cloud.ipConfigs ?? [{ ipv4: chose("address", "dhcp", "none was said") }],
  } as PropValue;
  return notes;
}

/** Its disks, the one that it boots from first. */
function drivesOf({ config = {} }: Guest): readonly string[] {
  const all = Object.keys(config).filter((key) => drives.test(key) && !/media=cdrom|cloudinit/.test(String(config[key])));
  const boot = /order=([^;,]+)/.exec(String(config.boot ?? ""))?.[1];
  return all.sort((a, b) => Number(b === boot) - Number(a === boot) || (a < b ? -1 : 1));
}
