import { collection, shortAndLong, words } from "./collection";
import type { Kind } from "./kind";

// Proxmox VE has others built in.
const userMade = ["user-created", "modified-builtin"];

/** What the cluster as a whole has: metrics, certificates, notifications. */
export const datacentreKinds: readonly Kind[] = [
  collection({
    prefix: "metrics-server", at: "/cluster/metrics/server", part: "id", rank: 80, word: words("metrics-server", "metrics server", "metrics servers"), reads: { secrets: ["token", "otel-headers"] },
    terraform: [shortAndLong("metrics_server", { importId: "{id}", attributes: { id: "name" } })],
    // It is made at its own address.
    writes: [{ operation: "create", method: "POST", address: "/cluster/metrics/server/{id}" }],
  }),
  collection({ prefix: "acme-account", at: "/cluster/acme/account", part: "name", rank: 81, word: words("acme-account", "ACME account", "ACME accounts"), reads: { secrets: ["eab-hmac-key"] }, terraform: [shortAndLong("acme_account", { importId: "{name}", attributes: { name: "name" } })] }),
  collection({
    prefix: "acme-plugin", at: "/cluster/acme/plugins", part: "plugin", rank: 82, word: words("acme-plugin", "ACME plugin", "ACME plugins"), reads: { secrets: ["data"] },
    terraform: [shortAndLong("acme_dns_plugin", { importId: "{plugin}", attributes: { plugin: "plugin" }, only: { type: "dns" } })],
    writes: [{ operation: "create", method: "POST", address: "/cluster/acme/plugins", body: { id: "{plugin}" } }],
  }),
  {
    prefix: "ceph", id: "cluster", rank: 29, word: words("ceph", "Ceph cluster", "Ceph clusters"), terraform: [], unsaid: { why: "the provider knows pools of it alone, and no import writes those", beside: "storage" },
    reads: { list: "/cluster/ceph/status", one: true, documents: { flags: "/cluster/ceph/flags" } },
    writes: [],
  },
  {
    prefix: "cpu-model", id: "{name}", rank: 82.5, word: words("cpu-model", "custom CPU model", "custom CPU models"), terraform: [], unsaid: { why: "the provider has no resource for it; guests name it as their CPU type", beside: "cluster-options" },
    reads: { list: "/cluster/qemu/custom-cpu-models", columns: { cputype: "custom-{name}" } },
    writes: [],
  },
  // Whoever knows the address of a webhook can write to it.
  {
    prefix: "notification-target", id: "{name}", rank: 83, word: words("notification-target", "notification target", "notification targets"), terraform: [], unsaid: { why: "the provider has no resource for notifications", beside: "metrics-server" },
    reads: {
      list: "/cluster/notifications/targets", where: { origin: userMade }, columns: { type: "{type}" }, documents: { config: "/cluster/notifications/endpoints/{type}/{name}" },
      secrets: ["token", "password", "secret", "header", "url"],
    },
    writes: [],
  },
  {
    prefix: "notification-matcher", id: "{name}", rank: 84, word: words("notification-matcher", "notification matcher", "notification matchers"), terraform: [], unsaid: { why: "the provider has no resource for notifications", beside: "metrics-server" },
    reads: { list: "/cluster/notifications/matchers", where: { origin: userMade } },
    writes: [],
  },
];
