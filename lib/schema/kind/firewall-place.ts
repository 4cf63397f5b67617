import { longOnly, shortAndLong, words } from "./collection";
import type { TerraformType, Written } from "./kind";
import type { Write } from "./write";

/** Where the firewall has rules: below the cluster, a node, or a guest. */
interface Place {
  readonly prefix: string;
  readonly word: string;
  readonly id: string;
  readonly at: string;
  readonly attributes: TerraformType["attributes"];
  readonly guest?: "qemu" | "lxc";
}

const cluster: Place = { prefix: "", word: "the cluster's", id: "", at: "/cluster", attributes: {} };
const node: Place = { prefix: "node-", word: "a node's", id: "{node}", at: "/nodes/{node}", attributes: { node: "node_name" } };
const guests: readonly Place[] = [
  { prefix: "vm-", word: "a virtual machine's", id: "{node}/{vmid}", at: "/nodes/{node}/qemu/{vmid}", attributes: { node: "node_name", vmid: "vm_id" }, guest: "qemu" },
  { prefix: "container-", word: "a container's", id: "{node}/{vmid}", at: "/nodes/{node}/lxc/{vmid}", attributes: { node: "node_name", vmid: "container_id" }, guest: "lxc" },
];

/** The provider has one type for all places, and tells them apart by its attributes. */
function setting({ prefix, word, id, attributes, guest }: Place, name: string, what: string, terraform: (attributes: TerraformType["attributes"]) => readonly TerraformType[], writes: readonly Write[]): Written {
  return { prefix: `${prefix}${name}`, id: id === "" ? "cluster" : id, word: words(`${prefix}${name}`, `${word} ${what}`, `${word} ${what}`), terraform: terraform(attributes), writes, ...(guest === undefined ? {} : { guest }) };
}

const options = (place: Place, terraform: (attributes: TerraformType["attributes"]) => readonly TerraformType[]) => setting(place, "firewall-options", "firewall options", terraform, [{ operation: "configure", method: "PUT", address: `${place.at}/firewall/options` }]);

const rules = (place: Place) =>
  setting(place, "firewall-rules", "firewall rules", (attributes) => [longOnly("firewall_rules", { attributes })], [
    { operation: "configure", method: "POST", address: `${place.at}/firewall/rules` },
    { operation: "configure", method: "PUT", address: `${place.at}/firewall/rules/{pos}` },
    { operation: "configure", method: "DELETE", address: `${place.at}/firewall/rules/{pos}` },
  ]);

/** Those below a guest; the cluster's own are kinds that an import reads. */
function named(place: Place, name: "firewall-ipset" | "firewall-alias"): Written {
  const [list, what] = name === "firewall-ipset" ? ["ipset", "IP set"] : ["aliases", "firewall alias"];
  const at = `${place.at}/firewall/${list}`;
  const content: readonly Write[] = [
    { operation: "configure", method: "POST", address: `${at}/{name}` },
    { operation: "configure", method: "DELETE", address: `${at}/{name}/{cidr*}` },
  ];
  const own = { ...place, id: `${place.id}/{name}`, attributes: { ...place.attributes, name: "name" } };
  return setting(own, name, what!, (attributes) => [longOnly(name.replace("-", "_"), { attributes })], [
    { operation: "create", method: "POST", address: at, body: { name: "{name}" }, names: { rename: "name" } },
    { operation: "configure", method: "PUT", address: `${at}/{name}`, names: { rename: "name" } },
    { operation: "destroy", method: "DELETE", address: `${at}/{name}` },
    ...(list === "ipset" ? content : []),
  ]);
}

/** The firewalls' settings, each in its place. */
export const firewallPlaces: readonly Written[] = [
  options(cluster, (attributes) => [longOnly("cluster_firewall", { attributes })]),
  options(node, (attributes) => [shortAndLong("node_firewall", { attributes })]),
  ...guests.map((place) => options(place, (attributes) => [longOnly("firewall_options", { attributes })])),
  ...[cluster, node, ...guests].map(rules),
  ...guests.flatMap((place) => [named(place, "firewall-ipset"), named(place, "firewall-alias")]),
];
