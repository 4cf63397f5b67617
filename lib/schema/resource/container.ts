import { atLeast, each, environmentNames, notEmpty } from "../accept";
import { console } from "../device/container/console";
import { cpu } from "../device/container/cpu";
import { devicePassthrough } from "../device/container/device-passthrough";
import { features } from "../device/container/features";
import { idmap } from "../device/container/idmap";
import { initialization } from "../device/container/initialization";
import { memory } from "../device/container/memory";
import { mountPoint } from "../device/container/mount-point";
import { networkInterface } from "../device/container/network-interface";
import { operatingSystem } from "../device/container/operating-system";
import { rootDisk } from "../device/container/root-disk";
import { startup } from "../device/startup";
import { containerNotes } from "../provider/bpg";
import { quirks } from "../provider/bpg-parse";
import { configId, tags as isTags, volume as isVolume } from "../pve-format";
import { constant, numbered } from "../place";
import { block, lost, lostBlock, output, providerBlock, providerOnly, row, written, type GuestTable, type RowOptions } from "../row";
import { seconds } from "../shape/duration";
import { volumeText } from "../shape/mention";
import { environment, set } from "../shape/list";
import { flag, integer } from "../shape/number";
import { guestNumber, reference } from "../shape/reference";
import { formatted, text, word } from "../shape/text";

const unknown = "the provider does not know it";

// Read leaves these empty while the schema has a default: without an entry in ignore_changes the first plan after an import shows an update.
const timeout = (prop: string | null, terraform: string, preset: number, says: string, options: RowOptions = {}) =>
  providerOnly(prop, terraform, seconds(), { state: null, default: preset, why: "Read leaves it empty after an import", says, unit: "seconds", ...options });

/** A container: every key of its configuration, and every attribute of the provider's resource. */
export const container: GuestTable = {
  type: "lxc",
  terraform: "proxmox_virtual_environment_container",
  construct: "Container",
  packed: {},
  aliases: {},
  quirks: quirks.lxc,
  rows: [
    // In the order in which code says them.
    row(constant(null),  "vmId",         "vm_id",                 integer(100, 999999999), { computed: true, replaces: true, default: null, accepts: atLeast(100), says: "Number in the cluster.", otherwise: "- the lowest free one" }),
    row("guest/node",    "node",         "node_name",             reference("node"), { required: true, replaces: true, says: "Node that it is made on." }),
    output("guest/id",                   "id",                    text()),
    row("template",      "template",     "template",              flag, { replaces: true, says: "Makes it a template." }),
    row("guest/running", "started",      "started",               flag, { default: true, onlyAsked: true, says: "Whether it runs. If set, every apply enforces it. If not, it starts when it is created, and its state is ignored later." }),
    row("onboot",        "onBoot",       "start_on_boot",         flag, { absent: false, default: true, unsaid: false, says: "Starts with its node." }),
    startup,
    row("protection",    "protection",   "protection",            flag, { says: "Proxmox VE refuses to remove it or its disks." }),
    row("unprivileged",  "unprivileged", "unprivileged",          flag, { replaces: true, says: "Its root is an unprivileged user on the node." }),
    features, operatingSystem, cpu, memory, rootDisk, mountPoint,
    // The cards come before the addresses that are beside them.
    networkInterface, initialization, devicePassthrough, idmap, console,
    row("env",           "environment",  "environment_variables", environment("\0"), { accepts: environmentNames, says: "Environment of the first process." }),
    row("hookscript",    "hookScript",   "hook_script_file_id",   reference("image", formatted(isVolume)), { rootOnly: true, says: "Snippet that runs when the container starts and stops." }),
    row("description",   "description",  "description",           text(), { normalise: containerNotes, says: "Notes, in Markdown." }),
    row("tags",          "tags",         "tags",                  formatted(isTags, set(";")), { accepts: each(notEmpty), says: "Tags." }),

    timeout("timeoutCreate", "timeout_create", 1800, "Longest time for its creation."),
    timeout("timeoutClone",  "timeout_clone",  1800, "Longest time for a clone."),
    timeout("timeoutUpdate", "timeout_update", 1800, "Longest time for an update.", { awaitsLock: true }),
    timeout("timeoutDelete", "timeout_delete", 60,   "Longest time for its removal."),
    timeout(null,            "timeout_start",  300,  "Deprecated by the provider."),
    providerOnly(null, "pool_id", text(), { state: null, replaces: true, default: null, why: "Read never sets it, and writing it replaces the container; the construct's `pool` is a membership" }),
    providerBlock("clone", "Read never tells what a container was cloned from, and writing it replaces the container", block("clone", "clone", { says: "Makes it a copy of another container. Another origin replaces it.", otherwise: "- it is made from `operatingSystem.template`" }, [
      written("container", "vm_id",        guestNumber("IContainer"), { required: true, says: "Container that is copied, or its number." }),
      written("full",      "full",         flag, { default: true, says: "Copies the volumes; a linked copy depends on those of its template." }),
      written("node",      "node_name",    reference("node"), { says: "Node that the other container is on.", otherwise: "- the same" }),
      written("storage",   "datastore_id", reference("storage"), { says: "Storage for the copied volumes.", otherwise: "- that of the other container" }),
    ])),
    providerBlock("wait_for_ip", "it is how the provider works, not what the container is", block("wait_for_ip", "waitForIp", { says: "What the provider waits for after a start.", otherwise: "- any address" }, [
      written("ipv4", "ipv4", flag, { says: "Waits for an IPv4 address." }),
      written("ipv6", "ipv6", flag, { says: "Waits for an IPv6 address." }),
    ])),
    output(constant(null), "ipv4", environment("")),
    output(constant(null), "ipv6", environment("")),

    lost("debug",    flag, unknown),
    lost("timezone", text(), unknown),
    lost("digest",   text(), "it changes with every change", { internal: true, readOnly: true }),
    lost("lock",     word("backup", "create", "destroyed", "disk", "fstrim", "migrate", "mounted", "rollback", "snapshot", "snapshot-delete"), "it passes", { internal: true }),
    lost("parent",   formatted(configId), "snapshots are not code", { internal: true, readOnly: true }),
    lost("snaptime", integer(0), "snapshots are not code", { internal: true, readOnly: true }),
    lost("lxc",      text(), "a raw LXC line", { readOnly: true }),
    lostBlock(numbered("unused", 0, 256), "a volume that nothing mounts; a destroy deletes it", [lost("volume", formatted(isVolume, volumeText), "")], { packing: { defaultKey: "volume" } }),
  ],
};
