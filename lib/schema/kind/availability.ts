import { collection, shortAndLong, words } from "./collection";
import type { Kind } from "./kind";

/** What keeps guests running, and their data safe: high availability, backups, replication. */
export const availabilityKinds: readonly Kind[] = [
  collection({
    prefix: "ha-resource", at: "/cluster/ha/resources", part: "sid", rank: 110, word: words("ha-resource", "HA resource", "HA resources"),
    terraform: [shortAndLong("haresource", { importId: "{sid}", attributes: { sid: "resource_id" } })],
    reads: { mentions: { sid: "guest", group: "ha-group" } },
  }),
  // Before Proxmox VE 9, which has rules instead.
  collection({
    prefix: "ha-group", at: "/cluster/ha/groups", part: "group", rank: 109, word: words("ha-group", "HA group", "HA groups"),
    terraform: [shortAndLong("hagroup", { importId: "{group}", attributes: { group: "group" } })],
    reads: { mentions: { nodes: "node" } },
  }),
  collection({
    prefix: "ha-rule", at: "/cluster/ha/rules", part: "rule", rank: 111, word: words("ha-rule", "HA rule", "HA rules"),
    terraform: [shortAndLong("harule", { importId: "{rule}", attributes: { rule: "rule" } })],
    reads: { mentions: { resources: "guest", nodes: "node" } },
  }),
  collection({
    prefix: "backup-job", at: "/cluster/backup", part: "id", rank: 112, word: words("backup-job", "backup job", "backup jobs", "backup"),
    terraform: [{ type: "proxmox_backup_job", importId: "{id}", attributes: { id: "id" } }],
    reads: { mentions: { storage: "storage", vmid: "guest", exclude: "guest", pool: "pool", node: "node" } },
  }),
  collection({
    prefix: "replication", at: "/cluster/replication", part: "id", rank: 113, word: words("replication", "replication job", "replication jobs"),
    terraform: [shortAndLong("replication", { importId: "{id}", attributes: { id: "id" } })],
    reads: { mentions: { guest: "guest", target: "node" } },
  }),
  collection({ prefix: "realm-sync", at: "/cluster/jobs/realm-sync", part: "id", rank: 56, word: words("realm-sync", "realm sync job", "realm sync jobs"), terraform: [], unsaid: { why: "the provider has no resource for such jobs", beside: "realm" }, reads: { mentions: { realm: "realm" } } }),
];
