import type { GuestType } from "../../pve/address";
import { longOnly, shortAndLong, words } from "./collection";
import type { Kind, TerraformType } from "./kind";
import type { Write } from "./write";

/** Where the firewall has rules: below the cluster, a node, a virtual network, or a guest. */
interface Place {
  readonly prefix: string;
  readonly word: string;
  /** The parts that name it, as the provider's import has them. */
  readonly id: string;
  readonly imported: string;
  readonly at: string;
  readonly attributes: TerraformType["attributes"];
  /** The prefix of the kind that such places are. */
  readonly of?: string;
  readonly guest?: GuestType;
}

const cluster: Place = { prefix: "", word: "the cluster's", id: "cluster", imported: "cluster", at: "/cluster", attributes: {} };
const node: Place = { prefix: "node-", word: "a node's", id: "{node}", imported: "node/{node}", at: "/nodes/{node}", attributes: { node: "node_name" }, of: "node" };
const vnet: Place = { prefix: "vnet-", word: "a virtual network's", id: "{vnet}", imported: "", at: "/cluster/sdn/vnets/{vnet}", attributes: {}, of: "vnet" };
const guests: readonly Place[] = [
  { prefix: "vm-", word: "a virtual machine's", id: "{node}/{vmid}", imported: "vm/{node}/{vmid}", at: "/nodes/{node}/qemu/{vmid}", attributes: { node: "node_name", vmid: "vm_id" }, of: "qemu", guest: "qemu" },
  { prefix: "container-", word: "a container's", id: "{node}/{vmid}", imported: "container/{node}/{vmid}", at: "/nodes/{node}/lxc/{vmid}", attributes: { node: "node_name", vmid: "container_id" }, of: "lxc", guest: "lxc" },
];

/** The attribute by which the firewall of a guest of this kind says its number. */
export const numberOfGuestFirewall = (type: GuestType): string => String(guests.find(({ guest }) => guest === type)!.attributes.vmid);

type What = Pick<Kind, "id" | "terraform" | "rank" | "writes" | "unsaid" | "text"> & { readonly reads: Pick<Kind["reads"], "list" | "one" | "listed" | "documents"> };

const kind = ({ prefix, word, of, guest }: Place, name: string, what: string, { reads, unsaid, ...rest }: What): Kind => ({
  prefix: `${prefix}${name}`, word: words(`${prefix}${name}`, `${word} ${what}`, `${word} ${what}`), ...rest,
  reads: { ...reads, ...(of === undefined ? {} : { of }) },
  ...(unsaid === undefined ? {} : { unsaid }),
  ...(guest === undefined ? {} : { guest }),
});

const noResource = { why: "the provider has no resource for it", beside: "security-group" };

function options(place: Place, terraform: readonly TerraformType[]): Kind {
  const list = `${place.at}/firewall/options`;
  return kind(place, "firewall-options", "firewall options", { id: place.id, rank: 73, terraform, reads: { list, one: true }, writes: terraform.length === 0 ? [] : [{ operation: "configure", method: "PUT", address: list }], ...(terraform.length === 0 ? { unsaid: noResource } : {}) });
}

/** The provider has one type for all places, and tells them apart by its attributes. */
function rules(place: Place, isSaid = true): Kind {
  const list = `${place.at}/firewall/rules`;
  return kind(place, "firewall-rules", "firewall rules", {
    id: place.id, rank: 74, terraform: isSaid ? [longOnly("firewall_rules", { importId: place.imported, attributes: place.attributes })] : [], reads: { list, one: true, listed: true }, ...(isSaid ? {} : { unsaid: noResource }),
    writes: isSaid ? [{ operation: "configure", method: "POST", address: list }, { operation: "configure", method: "PUT", address: `${list}/{pos}` }, { operation: "configure", method: "DELETE", address: `${list}/{pos}` }] : [],
  });
}

/** Those below a guest. */
function named(place: Place, name: "firewall-ipset" | "firewall-alias"): Kind {
  const [list, what] = name === "firewall-ipset" ? ["ipset", "IP set"] : ["aliases", "firewall alias"];
  const at = `${place.at}/firewall/${list!}`;
  const isSet = name === "firewall-ipset";
  const content: readonly Write[] = [
    { operation: "configure", method: "POST", address: `${at}/{name}` },
    { operation: "configure", method: "DELETE", address: `${at}/{name}/{cidr*}` },
  ];
  return kind(place, name, what!, {
    id: `${place.id}/{name}`, rank: 73,
    terraform: [longOnly(name.replace("-", "_"), { ...(isSet ? { importId: `${place.imported}/{name}` } : {}), attributes: { ...place.attributes, name: "name" } })],
    reads: isSet ? { list: at, documents: { config: `${at}/{name}` }, listed: true } : { list: at },
    ...(isSet ? { text: "+guest/{name}" } : { unsaid: aliasUnsaid }),
    writes: [
      { operation: "create", method: "POST", address: at, body: { name: "{name}" }, names: { rename: "name" } },
      { operation: "configure", method: "PUT", address: `${at}/{name}`, names: { rename: "name" } },
      { operation: "destroy", method: "DELETE", address: `${at}/{name}` },
      ...(isSet ? content : []),
    ],
  });
}

/** The provider makes aliases, and cannot take in those that exist. */
export const aliasUnsaid = { why: "the provider cannot import aliases; code refers to it by its name", beside: "security-group" };

/** The firewalls' settings, each in its place. */
export const firewallPlaces: readonly Kind[] = [
  options(cluster, [longOnly("cluster_firewall", { importId: "cluster", attributes: {} })]),
  options(node, [shortAndLong("node_firewall", { importId: "{node}", attributes: node.attributes })]),
  options(vnet, []),
  ...guests.map((place) => options(place, [longOnly("firewall_options", { importId: place.imported, attributes: place.attributes })])),
  ...[cluster, node, ...guests].map((place) => rules(place)),
  rules(vnet, false),
  ...guests.flatMap((place) => [named(place, "firewall-ipset"), named(place, "firewall-alias")]),
];
