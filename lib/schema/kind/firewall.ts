import { collection, longOnly, words } from "./collection";
import { aliasUnsaid } from "./firewall-place";
import type { Kind } from "./kind";

/** The cluster's firewall. Those of nodes, guests and virtual networks lie below these. */
export const firewallKinds: readonly Kind[] = [
  collection({
    prefix: "security-group", at: "/cluster/firewall/groups", part: "group", renames: true, rank: 70, word: words("security-group", "security group", "security groups"), reads: { listed: true },
    terraform: [longOnly("cluster_firewall_security_group", { importId: "{group}", attributes: { group: "name" } })],
    writes: [
      { operation: "configure", method: "POST", address: "/cluster/firewall/groups/{group}" },
      { operation: "configure", method: "PUT", address: "/cluster/firewall/groups/{group}/{pos}" },
      { operation: "configure", method: "DELETE", address: "/cluster/firewall/groups/{group}/{pos}" },
    ],
  }),
  collection({
    prefix: "ipset", at: "/cluster/firewall/ipset", part: "name", renames: true, rank: 71, word: words("ipset", "IP set", "IP sets"), reads: { listed: true },
    terraform: [longOnly("firewall_ipset", { importId: "cluster/{name}", attributes: { name: "name" } })],
    writes: [
      { operation: "configure", method: "POST", address: "/cluster/firewall/ipset/{name}" },
      { operation: "configure", method: "DELETE", address: "/cluster/firewall/ipset/{name}/{cidr*}" },
    ],
  }),
  collection({ prefix: "firewall-alias", at: "/cluster/firewall/aliases", part: "name", renames: true, rank: 72, word: words("firewall-alias", "firewall alias", "firewall aliases"), reads: { documents: {} }, unsaid: aliasUnsaid, terraform: [longOnly("firewall_alias", { attributes: { name: "name" } })] }),
];
