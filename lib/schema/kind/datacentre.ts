import { collection, shortAndLong, words } from "./collection";
import type { Kind } from "./kind";

/** What the cluster as a whole has: metrics, certificates. */
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
];
