import { between, oneOf } from "../accept";
import { key } from "../place";
import { nameFromPath } from "../phrase";
import { block, lost, row } from "../row";
import { count, filled, guestList, retentionMap, wordList } from "../shape/answer";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { text } from "../shape/text";
import { provided, type ClusterTable } from "./table";
import { minutes } from "../shape/duration";
import { backupDoes } from "./does";

const unknown = "the provider does not know it, and leaves it as it is";

export const backupTables: readonly ClusterTable[] = [
  {
    type: "backup-job", terraform: "proxmox_backup_job", construct: "BackupJob", area: "backup", named: "name", policy: "protect", does: backupDoes,
    says: "A job that backs up guests on a schedule.",
    aside: ({ "exclude-path": paths, id, all, vmid, pool }) => {
      if (paths !== undefined) return { reason: "it has exclude-path, which the provider cannot read", remedy: `take the paths out of the job ${String(id)}, or leave it to Proxmox VE` };
      const ways = [all === 1 || all === "1" ? "all" : undefined, vmid === undefined ? undefined : "vmid", pool === undefined ? undefined : "pool"].filter((one) => one !== undefined);
      return ways.length > 1 ? { reason: `it says ${ways.join(" and ")}, and the provider takes one of them` } : undefined;
    },
    cautions: ({ storage, id }) => (storage === undefined ? [`it names no storage, and the provider requires one: pvesh set /cluster/backup/${String(id)} --storage NAME`] : []),
    rows: [
      row("id", "name", "id", text(), { says: "Its name among the jobs.", otherwise: nameFromPath, replaces: true }),
      row("schedule", "schedule", "schedule", text(), { shareable: true, says: "When it runs, as a calendar event: `mon..fri 02:30`.", required: true }),
      row("storage", "storage", "storage", reference("storage"), { says: "Where the backups go.", required: true, always: true, absent: "" }),
      row("enabled", "enabled", "enabled", flag, { says: "It runs on its schedule.", computed: true, otherwise: "true" }),
      row("all", "all", "all", flag, { says: "Backs up all guests.", computed: true, otherwise: "false" }),
      row("vmid", "guests", "vmid", guestList, { says: "Guests that are backed up.", otherwise: "- those of `pool`, or all" }),
      row("pool", "pool", "pool", reference("pool"), { says: "Pool whose guests are backed up.", otherwise: "- none" }),
      row("node", "node", "node", reference("node"), { says: "Only guests on this node.", otherwise: "- all nodes" }),
      row("mode", "mode", "mode", text(), { says: "What happens to running guests.", computed: true, otherwise: '"snapshot"', accepts: oneOf("snapshot", "suspend", "stop") }),
      row("compress", "compress", "compress", text(), { says: "How backups are compressed.", computed: true, otherwise: '"0"', accepts: oneOf("0", "1", "gzip", "lzo", "zstd") }),
      row("prune-backups", "retention", "prune_backups", retentionMap, { shareable: true, says: 'Backups that stay, in Proxmox VE\'s words: `{ "keep-daily": "7" }`.', computed: true, otherwise: "- what the storage keeps" }),
      row("remove", "prune", "remove", flag, { says: "Removes old backups by `retention`.", computed: true, otherwise: "true" }),
      row("notes-template", "notesTemplate", "notes_template", filled(text()), { says: "Notes of each backup: `{{guestname}}`.", otherwise: "- none" }),
      row("protected", "protected", "protected", flag, { says: "Backups are protected from being removed.", computed: true, otherwise: "false" }),
      row("repeat-missed", "repeatMissed", "repeat_missed", flag, { says: "Runs as soon as it can, where it missed its time.", computed: true, otherwise: "false" }),
      row("mailto", "mailTo", "mailto", wordList(), { says: "Addresses that are told.", otherwise: "- none" }),
      row("mailnotification", "mailNotification", "mailnotification", text(), { says: "When they are told.", computed: true, otherwise: '"always"', accepts: oneOf("always", "failure") }),
      row("bwlimit", "bandwidthLimit", "bwlimit", count(0), { says: "Limit for reading and writing.", unit: "KiB/s", computed: true, otherwise: "- none" }),
      row("ionice", "ioPriority", "ionice", count(0, 8), { says: "Priority of its disk accesses, from 0 to 8.", computed: true, otherwise: "7", accepts: between(0, 8) }),
      row("pigz", "pigzThreads", "pigz", count(0), { says: "Threads for gzip.", otherwise: "- one" }),
      row("zstd", "zstdThreads", "zstd", count(0), { says: "Threads for zstd; 0 for half of the cores.", otherwise: "- one" }),
      block("fleecing", "fleecing", { says: "Keeps what a guest overwrites during a backup on a storage nearby.", from: key("fleecing"), packing: { defaultKey: "enabled" } }, [
        row("enabled", "enabled", "enabled", flag, { says: "It is on.", computed: true, otherwise: "false" }),
        row("storage", "storage", "storage", reference("storage"), { says: "Storage that it is kept on.", otherwise: "- none" }),
      ]),
      block("performance", "performance", { says: "How much it does at once.", from: key("performance") }, [
        row("max-workers", "maxWorkers", "max_workers", count(1), { says: "Most requests at once of one guest.", otherwise: "16" }),
        row("pbs-entries-max", "pbsEntriesMax", "pbs_entries_max", count(1), { says: "Most entries of a container's directory in memory.", otherwise: "1048576" }),
      ]),
      row("pbs-change-detection-mode", "pbsChangeDetectionMode", "pbs_change_detection_mode", text(), { says: "How changed files of containers are found.", otherwise: '"legacy"', accepts: oneOf("legacy", "data", "metadata") }),
      row("lockwait", "lockWait", "lockwait", minutes(0), { says: "How long it waits for another backup.", unit: "minutes", otherwise: "180" }),
      row("stopwait", "stopWait", "stopwait", minutes(0), { says: "How long it waits for a guest to stop.", unit: "minutes", otherwise: "10" }),
      row("tmpdir", "temporaryFolder", "tmpdir", filled(text()), { says: "Folder for what is only needed meanwhile.", otherwise: "- the storage's" }),
      row("stdexcludes", "standardExcludes", "stdexcludes", flag, { says: "Leaves out temporary files of containers.", computed: true, otherwise: "true" }),
      row("script", "hookScript", "script", filled(text()), { says: "Script that is told of each step.", otherwise: "- none" }),
      row("starttime", "startTime", "starttime", filled(text()), { says: "Time of the day, as old jobs have it.", otherwise: "- `schedule` says it" }),
      row("maxfiles", "maxFiles", "maxfiles", count(1), { says: "How many backups stay, as old jobs have it.", otherwise: "- `retention` says it" }),
      // Written, it could not be read back: every later plan would fail.
      { ...provided("exclude_path", text(), null), pve: "exclude-path" },
      lost("comment", text(), unknown),
      lost("notification-mode", text(), unknown),
      lost("exclude", text(), unknown),
      lost("dumpdir", text(), unknown),
      lost("next-run", text(), "Proxmox VE reckons it", { internal: true }),
    ],
  },
];
