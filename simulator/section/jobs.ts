import { flag, formatted, integer, oneOf, required, storageId, text } from "../parameter";
import type { Properties } from "../schema/property";
import type { SectionKind } from "./kind";

const packed = (properties: Properties) => ({ type: "string", properties, optional: true }) as const;
const schedule = required({ ...formatted("pve-calendar-event"), maxLength: 128 });
const kept = Object.fromEntries(["keep-last", "keep-hourly", "keep-daily", "keep-weekly", "keep-monthly", "keep-yearly"].map((name) => [name, integer(0)]));

/** Settings that are property strings in the file, and objects in answers. */
export const packedSettings = {
  "prune-backups": { "keep-all": flag, ...kept },
  fleecing: { enabled: { ...flag, defaultKey: true }, storage: storageId },
  performance: { "max-workers": integer(1, 256), "pbs-entries-max": integer(1) },
} satisfies Readonly<Record<string, Properties>>;

/** What a backup can be told, whether it is a job or made at once. */
export const backupFields: Properties = {
  vmid: formatted("pve-vmid-list"),
  node: formatted("pve-node"),
  all: flag,
  stdexcludes: flag,
  compress: oneOf("0", "1", "gzip", "lzo", "zstd"),
  pigz: integer(),
  zstd: integer(),
  quiet: flag,
  mode: oneOf("snapshot", "suspend", "stop"),
  exclude: formatted("pve-vmid-list"),
  "exclude-path": { type: "array", optional: true },
  mailto: text,
  mailnotification: oneOf("always", "failure"),
  "notification-mode": oneOf("auto", "legacy-sendmail", "notification-system"),
  tmpdir: text,
  dumpdir: text,
  script: text,
  storage: storageId,
  stop: flag,
  bwlimit: integer(0),
  ionice: integer(0, 8),
  performance: packed(packedSettings.performance),
  fleecing: packed(packedSettings.fleecing),
  lockwait: integer(0),
  stopwait: integer(0),
  "prune-backups": packed(packedSettings["prune-backups"]),
  remove: flag,
  pool: text,
  "notes-template": { ...text, maxLength: 1024, requires: "storage" },
  protected: { ...flag, requires: "storage" },
  "pbs-change-detection-mode": oneOf("legacy", "data", "metadata"),
};

/** `jobs.cfg`: backups, and the synchronisation of realms. */
export const jobs: SectionKind = {
  file: "jobs.cfg",
  types: {
    vzdump: { properties: { ...backupFields, schedule, enabled: flag, "repeat-missed": flag, comment: { ...text, maxLength: 512 } } },
    "realm-sync": {
      properties: {
        realm: required({ ...text, maxLength: 32 }),
        schedule,
        scope: required(oneOf("users", "groups", "both")),
        enabled: flag,
        comment: { ...text, maxLength: 512 },
        "remove-vanished": { ...text, pattern: "(?:(?:acl|properties|entry);)*(?:acl|properties|entry)|none" },
        "enable-new": flag,
      },
      fixed: ["realm"],
    },
  },
};
