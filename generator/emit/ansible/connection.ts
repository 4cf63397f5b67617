import type { AddressEntry } from "../../../lib/inventory/address-book";
import type { Guest } from "../../../lib/inventory/inventory";
import { hasAgent } from "../../../lib/schema/device/agent";
import { guestKinds } from "../../../lib/schema/kind/all";
import { isLinux, isWindows } from "../../../lib/schema/os-type";
import type { Plan } from "../../plan/plan";
import { tokenWithout } from "./token";
import { Trusted, type Mapping } from "./yaml";

/** How Ansible gets into a guest, and why this way. */
export interface Connection {
  readonly variables: Mapping;
  readonly reason: string;
}

/**
 * Chooses the way into a guest. `ansible_connection` is left out where Ansible's own default, ssh, is meant, so that
 * a user's group may say otherwise.
 */
export function connect(guest: Guest, entry: AddressEntry | undefined, { inventory }: Pick<Plan, "inventory">): Connection {
  if (guest.template) return { variables: {}, reason: "A template: there is nothing to connect to." };
  const address = explain(guest, entry);
  const unknown = entry?.lost ? "Another guest has the same address" : "No address is known";
  if (isWindows(guest.config?.ostype)) return byPowerShell(guest, address, unknown);
  if (address) return { variables: { ansible_host: address.host, ...login(guest) }, reason: address.reason };
  if (guestKinds[guest.type].sharesKernel) {
    const { ip } = inventory.nodes.find(({ name }) => name === guest.node) ?? {};
    const variables = { ansible_connection: new Trusted("community.proxmox.proxmox_pct_remote"), ansible_host: ip ?? guest.node };
    return { variables, reason: `${unknown}: by ssh to its node, and pct from there. The user is one of the node.` };
  }
  // The plugin knows no other systems.
  const agent = hasAgent(guest.config);
  if (agent && !guest.silent && isLinux(guest.config?.ostype)) {
    const variables = { ansible_connection: new Trusted(agentPlugin) };
    return { variables, reason: `${unknown}: by the guest agent, through the API. Options: group_vars/proxmox_all_qemu.` };
  }
  return { variables: {}, reason: `${unknown}, and ${agent && guest.silent ? "its agent does not answer" : "no agent"}: set ansible_host in a file of your own.` };
}

/** The group of hosts without a known address. */
export const strayGroup = "no_address";

/**
 * What holds for them: Ansible would go to whatever has the host's name in DNS, and a guest may be called anything. `invalid` is a domain that
 * never exists.
 */
export const strayVariables: Mapping = { ansible_host: new Trusted("{{ inventory_hostname }}.invalid") };

/** Whether Ansible is told where to go. */
export const leadsSomewhere = ({ variables: { ansible_host: host, ansible_connection: connection } }: Pick<Connection, "variables">): boolean =>
  host !== undefined || (connection instanceof Trusted ? connection.text : connection) === agentPlugin;

const agentPlugin = "community.proxmox.proxmox_qemu_api";

interface Address {
  readonly host: string;
  readonly reason: string;
}

function explain({ type }: Guest, entry: AddressEntry | undefined): Address | undefined {
  if (entry?.way === undefined) return undefined;
  const { host, origin } = entry.way;
  if (origin === "reported") return { host, reason: `The address that the ${guestKinds[type].hasAgent ? "guest agent" : guestKinds[type].word.one} reported.` };
  return { host, reason: origin === "configured" ? "The fixed address of its configuration." : "No address is known: by its name in DNS." };
}

// psrp and not winrm: it is the faster of the two, keeps one shell open, and encrypts over plain HTTP, too.
function byPowerShell(guest: Guest, address: Address | undefined, unknown: string): Connection {
  const transport = { ansible_connection: new Trusted("ansible.builtin.psrp") };
  const how = "Windows is reached by PowerShell remoting.";
  if (!address) return { variables: transport, reason: `${how} ${unknown}: set ansible_host in a file of your own.` };
  return { variables: { ...transport, ansible_host: address.host, ...login(guest) }, reason: `${address.reason} ${how}` };
}

/** What every connection through the API needs. The token comes from the environment, in the spelling that Terraform's provider reads. */
export function apiOptions({ endpoint, insecure }: Plan): Mapping {
  const { hostname, port } = new URL(endpoint);
  return {
    proxmox_api_host: new Trusted(hostname),
    proxmox_api_port: Number(port === "" ? 443 : port),
    proxmox_api_token_id: tokenWithout("=.*$"),
    proxmox_api_token_secret: tokenWithout("^[^=]*=?"),
    proxmox_validate_certs: !insecure,
  };
}

/** The user that cloud-init makes. Anything that ssh could take for more than a name is left out. */
function login({ config }: Guest): Mapping {
  const user = config?.ciuser;
  return typeof user === "string" && /^[A-Za-z_][\w.@-]*$/.test(user) ? { ansible_user: user } : {};
}
