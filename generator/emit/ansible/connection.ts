import type { Guest } from "../../../lib/inventory/inventory";
import type { Plan } from "../../plan/plan";
import { configuredAddress, reportedAddress } from "./address";
import { hasAgent } from "./facts";
import { unsafe } from "./yaml";

/** How Ansible gets into a guest, and why this way. */
export interface Connection {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

/**
 * Chooses the way into a guest. `ansible_connection` is left out where Ansible's own default, ssh, is meant, so that
 * a user's group may say otherwise.
 */
export function connect(guest: Guest, plan: Plan): Connection {
  if (guest.template) return { variables: {}, reason: "A template: nobody connects to it." };
  const windows = isWindows(guest);
  const transport = windows ? { ansible_connection: "psrp" } : {};
  const user = loginOf(guest);
  const by = (host: string, reason: string): Connection => ({
    variables: { ...transport, ansible_host: unsafe(host), ...(user === undefined ? {} : { ansible_user: unsafe(user) }) },
    reason: windows ? `${reason} Windows is reached by PowerShell remoting.` : reason,
  });
  const reported = reportedAddress(guest);
  if (reported !== undefined) return by(reported, guest.type === "qemu" ? "The address that the guest agent reports." : "The address that the container has.");
  const configured = configuredAddress(guest);
  if (configured !== undefined) return by(configured, "The fixed address of its configuration; the guest reports none.");
  if (windows) return { variables: transport, reason: "No address is known: set ansible_host. Windows is reached by PowerShell remoting." };
  return (guest.status === "running" ? withoutAddress(guest, plan) : undefined) ?? { variables: {}, reason: "No address is known: set ansible_host." };
}

function withoutAddress({ type, node, config }: Guest, { inventory, endpoint, insecure }: Plan): Connection | undefined {
  if (type === "lxc") {
    const ip = inventory.nodes.find(({ name }) => name === node)?.ip;
    if (ip === undefined) return undefined;
    const variables = { ansible_connection: "community.proxmox.proxmox_pct_remote", ansible_host: ip };
    return { variables, reason: "It has no address: by ssh to its node, and pct from there." };
  }
  if (!hasAgent(config) || !/^l2[46]$/.test(String(config?.ostype))) return undefined;
  const { hostname, port } = new URL(endpoint);
  return {
    variables: {
      ansible_connection: "community.proxmox.proxmox_qemu_api",
      proxmox_api_host: hostname,
      proxmox_api_port: Number(port === "" ? 443 : port),
      ...(insecure ? { proxmox_validate_certs: false } : {}),
    },
    reason: "It has no address: by its guest agent, through the API. The plugin takes the token from the environment.",
  };
}

const isWindows = ({ type, config }: Guest) => type === "qemu" && /^w(xp|2k|vista|in)/.test(String(config?.ostype));

/** The user that cloud-init makes. Anything that ssh could take for more than a name is left out. */
function loginOf({ config }: Guest): string | undefined {
  const user = config?.ciuser;
  return typeof user === "string" && /^[A-Za-z_][\w.@-]*$/.test(user) ? user : undefined;
}
