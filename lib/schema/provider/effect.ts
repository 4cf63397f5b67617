import type { GuestType } from "../../pve/address";
import { providerVersion } from "./bpg";

/** What becomes of a guest when one of its attributes is changed by an apply. */
export type Effect =
  /** Terraform's own record; nothing reaches the cluster. */
  | "state"
  /** While the guest runs. */
  | "live"
  /** The guest is restarted, or notices only when it is. */
  | "reboot"
  /** The guest is stopped, and is a template from then on, which never runs again. */
  | "template"
  /** The provider gives up. */
  | "refused";

/** One attribute that a plan would change. */
export interface Change {
  /** `memory[0].dedicated` */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What of the guest the answer depends on. */
export interface Circumstances {
  readonly running: boolean;
  /** `network,disk,usb`, as the guest says it. @default Proxmox VE's own */
  readonly hotplug?: string;
  /** A disk's text does not say how it is opened (`aio`): with any change of a disk the provider says it, and restarts the guest for that. */
  readonly reopens?: boolean;
}

export interface Consequence {
  readonly effect: Effect;
  /** In the words of somebody who runs Proxmox VE, as half a sentence. */
  readonly says: string;
}

interface Rule extends Consequence {
  /** Attributes, blocks, or paths into blocks, without numbers: `disk.size`. */
  readonly at: string;
  /** Only where the guest's `hotplug` has this word. */
  readonly hotplug?: "cpu" | "disk" | "memory" | "network" | "usb";
  readonly when?: (change: Change) => boolean;
}

type Options = Pick<Rule, "hotplug" | "when">;
const rule = (effect: Effect) => (at: string, says: string, options: Options = {}): Rule => ({ at, effect, says, ...options });
const [state, live, reboot, template, refused] = [rule("state"), rule("live"), rule("reboot"), rule("template"), rule("refused")];

const grows = { when: ({ before, after }: Change) => typeof before === "number" && typeof after === "number" && after > before };
const shrinks = { when: ({ before, after }: Change) => typeof before === "number" && typeof after === "number" && after < before };
const turnsOn = { when: ({ after }: Change) => after === true };

const record = "only Terraform's record of how it works; nothing is sent to Proxmox VE";
const reported = "what the guest reports is read again";
const restart = "the guest is restarted";
const reopened = `${restart}: with the change the provider writes how each disk is opened`;
const nextStart = "the guest notices at its next start; nothing restarts it for this";

/** The first rule that fits counts. What was read in vmUpdate and containerUpdate of the provider's source, and of Proxmox VE's hotplug. */
const rules: Readonly<Record<string, Readonly<Record<GuestType, readonly Rule[]>>>> = {
  "0.111.1": {
    qemu: [
      state("timeout_*", record),
      state("*_on_destroy", record),
      state("migrate", record),
      state("reboot", record),
      state("reboot_after_update", record),
      ...["ipv4_addresses", "ipv6_addresses", "mac_addresses", "network_interface_names"].map((at) => state(at, reported)),
      state("agent.timeout", record),
      state("agent.wait_for_ip", record),
      live("started", "the guest is started", turnsOn),
      reboot("started", "the guest is shut down"),
      live("node_name", "the guest is migrated"),
      live("name", "it is renamed; what runs inside does not notice"),
      live("description", "only the notes"),
      live("tags", "only the tags"),
      live("on_boot", "counts when the node starts"),
      live("startup", "counts when the node starts"),
      live("protection", "counts when somebody wants to remove it"),
      live("pool_id", "it goes into another pool, with the rights that come with it"),
      live("hook_script_file_id", "counts from the next start or stop on"),
      template("template", "the guest is stopped, and becomes a template for good: it never runs again", { when: ({ before, after }) => before === false && after === true }),
      live("template", "that it is a template is noted", turnsOn),
      refused("template", "a template cannot be made a guest again"),
      live("hotplug", nextStart),
      live("smbios", nextStart),
      live("cdrom", "the disc is changed", { hotplug: "disk" }),
      live("network_device", "the card is changed while the guest runs; its link may drop for a moment", { hotplug: "network" }),
      reboot("network_device", "the change waits for the next start: the guest has no network hotplug"),
      live("cpu.hotplugged", "processors are plugged in while the guest runs", { hotplug: "cpu" }),
      reboot("cpu", `${restart}: processors are given to it at its start`),
      live("memory", "memory is plugged in while the guest runs", { hotplug: "memory", ...grows }),
      reboot("memory", `${restart}: memory is given to it at its start`),
      reboot("disk.datastore_id", "the guest is shut down while the disk moves to the other storage"),
      live("disk.size", "the disk grows while the guest runs; partitions inside are not touched", { hotplug: "disk", ...grows }),
      reboot("disk.size", `the disk grows, and ${restart}: it has no disk hotplug`, grows),
      refused("disk.size", "a disk cannot be made smaller", shrinks),
      reboot("disk.aio", `${restart}: how a disk is opened counts from its start`),
      reboot("disk.queues", `${restart}: how a disk is opened counts from its start`),
      live("disk.backup", "counts from the next backup on"),
      live("disk.replicate", "counts from the next replication on"),
      live("disk.speed", "the limit is changed while the guest runs"),
      reboot("disk.interface", "a disk is plugged in elsewhere; without that, it stays as a volume that nothing uses"),
      reboot("disk.*", nextStart),
      reboot("disk", "disks are added or taken away; what is taken away stays as a volume that nothing uses"),
      reboot("efi_disk", `${restart}: firmware variables are read at its start`),
      reboot("tpm_state", "the TPM is read at its start"),
      reboot("initialization", `${restart}, and the cloud-init drive is written again`),
      reboot("agent", `${restart}: the agent's port is plugged in at its start`),
      reboot("*", restart),
    ],
    lxc: [
      state("timeout_*", record),
      state("wait_for_ip", record),
      state("ipv4", reported),
      state("ipv6", reported),
      live("started", "the container is started", turnsOn),
      reboot("started", "the container is shut down"),
      live("description", "only the notes"),
      live("tags", "only the tags"),
      live("start_on_boot", "counts when the node starts"),
      live("startup", "counts when the node starts"),
      live("protection", "counts when somebody wants to remove it"),
      live("hook_script_file_id", "counts from the next start or stop on"),
      live("cpu", "the limits are changed while the container runs"),
      live("features", "counts from the next start on"),
      live("disk.size", "the root disk grows while the container runs", grows),
      reboot("*", "the container is restarted"),
    ],
  },
};

const hotplugDefault = "network,disk,usb";

/** Says what a change does to a guest, once it is applied with a release of the provider; of an unknown release the newest known speaks. */
export function consequenceOf(type: GuestType, change: Change, { running, hotplug, reopens = false }: Circumstances, version = providerVersion): Consequence {
  const known = rules[version] ?? Object.values(rules).at(-1)!;
  const plugs = (!hotplug || hotplug === "1" ? hotplugDefault : hotplug).split(",");
  const path = change.path.replace(/\[\d+\]/g, "");
  const found = known[type].find((one) => covers(one.at, path) && (one.hotplug === undefined || plugs.includes(one.hotplug)) && (one.when?.(change) ?? true));
  const { effect, says } = reopens && topOf(path) === "disk" && found?.effect === "live" ? reboot("disk", reopened) : (found ?? reboot("*", restart));
  return effect === "reboot" && !running && topOf(path) !== "started" ? { effect: "live", says: "it is not running: nothing is interrupted" } : { effect, says };
}

const topOf = (path: string) => path.split(".")[0]!;

/** `disk` covers `disk.size`; `*` stands for a part of one word. */
function covers(at: string, path: string): boolean {
  const words = at.split(".");
  const parts = path.split(".");
  return words.length <= parts.length && words.every((word, index) => wordPattern(word).test(parts[index]!));
}

const wordPattern = (word: string) => new RegExp(`^${word.replaceAll("*", ".*")}$`);
