import { atLeast, each, environmentNames, notEmpty } from "../accept";
import {
  console, cpu, devicePassthrough, features, idmap, initialization, memory, mountPoint, networkInterface, operatingSystem, rootDisk,
} from "../device/container";
import { startup } from "../device/startup";
import { containerNotes } from "../provider/bpg";
import { configId, tags as isTags, volume as isVolume } from "../pve-format";
import { constant, lost, lostBlock, numbered, output, providerBlock, providerOnly, row, type GuestTable } from "../row";
import { environment, flag, formatted, integer, reference, set, text, word } from "../shape";

const unknown = "the provider does not know it";

// Read leaves these empty while the schema has a default: without an entry in ignore_changes the first plan after an import shows an update.
const seconds = (prop: string | null, terraform: string, preset: number, says: string) =>
  providerOnly(prop, terraform, integer(), { state: null, default: preset, why: "Read leaves it empty after an import", says, unit: "s" });

/** A container: every key of its configuration, and every attribute of the provider's resource. */
export const container: GuestTable = {
  type: "lxc",
  terraform: "proxmox_virtual_environment_container",
  construct: "Container",
  packed: {},
  aliases: {},
  rows: [
    // In the order in which code says them.
    row(constant(null),  "vmId",         "vm_id",                 integer(100, 999999999), { computed: true, default: null, accepts: atLeast(100), says: "Number in the cluster." }),
    row("guest/node",    "node",         "node_name",             reference("node"), { required: true, says: "Node that it is made on." }),
    output("guest/id",                   "id",                    text()),
    row("template",      "template",     "template",              flag, { says: "It is a template." }),
    row("guest/running", "started",      "started",               flag, { default: true, onlyAsked: true, says: "Runs. Said: enforced at every apply; left out: it starts when it is created, and its state is left alone later." }),
    row("onboot",        "onBoot",       "start_on_boot",         flag, { absent: false, default: true, unsaid: false, says: "Starts with its node." }),
    startup,
    row("protection",    "protection",   "protection",            flag, { says: "Proxmox VE refuses to remove it or its disks." }),
    row("unprivileged",  "unprivileged", "unprivileged",          flag, { says: "Its root is nobody on the node." }),
    features, operatingSystem, cpu, memory, rootDisk, mountPoint,
    // The cards come before the addresses that stand beside them.
    networkInterface, initialization, devicePassthrough, idmap, console,
    row("env",           "environment",  "environment_variables", environment("\0"), { accepts: environmentNames, says: "Environment of the first process." }),
    row("hookscript",    "hookScript",   "hook_script_file_id",   reference("image", formatted(isVolume)), { says: "Snippet that runs when the container starts and stops." }),
    row("description",   "description",  "description",           text(), { normalise: containerNotes, says: "Notes, in Markdown." }),
    row("tags",          "tags",         "tags",                  formatted(isTags, set(";")), { accepts: each(notEmpty), says: "Tags." }),

    seconds("timeoutCreate", "timeout_create", 1800, "Longest time for its creation."),
    seconds("timeoutClone",  "timeout_clone",  1800, "Longest time for a clone."),
    seconds("timeoutUpdate", "timeout_update", 1800, "Longest time for an update."),
    seconds("timeoutDelete", "timeout_delete", 60,   "Longest time for its removal."),
    seconds(null,            "timeout_start",  300,  "Deprecated by the provider."),
    providerOnly(null, "pool_id", text(), { state: null, default: null, why: "Read never sets it, and writing it replaces the container; a pool membership says it" }),
    providerBlock("clone", "Read never tells what a container was cloned from, and writing it replaces the container"),
    providerBlock("wait_for_ip", "it is how the provider works, not what the container is"),
    output(constant(null), "ipv4", environment("")),
    output(constant(null), "ipv6", environment("")),

    lost("debug",    flag, unknown),
    lost("timezone", text(), unknown),
    lost("digest",   text(), "it changes with every change", { internal: true }),
    lost("lock",     word("backup", "create", "destroyed", "disk", "fstrim", "migrate", "mounted", "rollback", "snapshot", "snapshot-delete"), "it passes", { internal: true }),
    lost("parent",   formatted(configId), "snapshots are no code", { internal: true }),
    lost("snaptime", integer(0), "snapshots are no code", { internal: true }),
    lost("lxc",      text(), "a raw LXC line"),
    lostBlock(numbered("unused", 0, 256), "a volume that nothing mounts; a destroy deletes it", [lost("volume", formatted(isVolume), "")], { packing: { defaultKey: "volume" } }),
  ],
};
