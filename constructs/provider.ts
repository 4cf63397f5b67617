import type { Construct } from "constructs";
import { providerVersion } from "../lib/schema/provider/bpg";
import { formOfKinds, required } from "./check/form";
import { amount, flag, listOf, object, secret, text } from "./check/kind";
import { soundProps } from "./check/sound";
import { checkManaged, checkSound } from "./managed";
import { isOdd } from "./reference";
import { ProxmoxProvider as ProviderBinding } from "./imports/provider";
import { dataOf } from "./text";

export { providerVersion };

/** How Terraform reaches the cluster. What is left out comes from the environment, which is where credentials belong. */
export interface ProxmoxProviderProps {
  /** Where the API is: `https://pve1.lan:8006`. @default - `PROXMOX_VE_ENDPOINT`. */
  readonly endpoint?: string;
  /** Accept any certificate. @default - `PROXMOX_VE_INSECURE`, else false. */
  readonly insecure?: boolean;
  /** Oldest version of TLS to speak: `1.0` … `1.3`. @default - `PROXMOX_VE_MIN_TLS`, else 1.3. */
  readonly minTls?: string;
  /** `user@realm!name=secret`. In code only as a sensitive `TerraformVariable`. @default - `PROXMOX_VE_API_TOKEN`. */
  readonly apiToken?: string;
  /** User and realm, where no token is given: `root@pam`. @default - `PROXMOX_VE_USERNAME`. */
  readonly username?: string;
  /** In code only as a sensitive `TerraformVariable`. @default - `PROXMOX_VE_PASSWORD`. */
  readonly password?: string;
  /** For the few things the API cannot do: snippets, disks made from an uploaded image, id maps of containers. @default - `PROXMOX_VE_SSH_*`. */
  readonly ssh?: ProxmoxSshProps;
  /** Folder for uploads on their way. @default - `PROXMOX_VE_TMPDIR`, else the system's. */
  readonly tmpDir?: string;
  /** Give new guests a free VM id at random instead of the lowest, so that parallel runs do not meet. @default false */
  readonly randomVmIds?: boolean;
  /** Lowest random VM id. @default - The provider's. */
  readonly randomVmIdStart?: number;
  /** Highest random VM id. @default - The provider's. */
  readonly randomVmIdEnd?: number;
  /** Release of bpg/proxmox: `0.112.0`. `pmpc upgrade --provider` sets it. @default - The release that this pmpc is made for: `providerVersion`. */
  readonly version?: string;
  /** Name of this provider where a stack has a second one. @default - The provider that resources use when none is named. */
  readonly alias?: string;
}

/** How the provider logs in to the nodes themselves. */
export interface ProxmoxSshProps {
  /** User on the nodes. @default - `PROXMOX_VE_SSH_USERNAME`, else the API user without its realm. */
  readonly username?: string;
  /** Ask the ssh agent for keys. @default - `PROXMOX_VE_SSH_AGENT`, else false. */
  readonly agent?: boolean;
  /** Let the nodes ask the agent too. @default - `PROXMOX_VE_SSH_AGENT_FORWARDING`, else false. */
  readonly agentForwarding?: boolean;
  /** Where the agent listens. @default - `SSH_AUTH_SOCK`. */
  readonly agentSocket?: string;
  /** In code only as a sensitive `TerraformVariable`. @default - `PROXMOX_VE_SSH_PRIVATE_KEY`. */
  readonly privateKey?: string;
  /** In code only as a sensitive `TerraformVariable`. @default - `PROXMOX_VE_SSH_PASSWORD`, else the API password. */
  readonly password?: string;
  /** Where the addresses of nodes come from that `nodes` does not list: `api` or `dns`. @default "api" */
  readonly nodeAddressSource?: string;
  /** Addresses of nodes (`node` in Terraform). @default - Asked of the API, then of DNS. */
  readonly nodes?: readonly ProxmoxSshNode[];
  /** `host:port` of a SOCKS5 proxy. @default - `PROXMOX_VE_SSH_SOCKS5_SERVER`, else none. */
  readonly socks5Server?: string;
  /** User at the proxy. @default - `PROXMOX_VE_SSH_SOCKS5_USERNAME`, else none. */
  readonly socks5Username?: string;
  /** In code only as a sensitive `TerraformVariable`. @default - `PROXMOX_VE_SSH_SOCKS5_PASSWORD`, else none. */
  readonly socks5Password?: string;
}

/** Where ssh finds one node. */
export interface ProxmoxSshNode {
  /** Its name in the cluster. */
  readonly name: string;
  /** Name or IP address. */
  readonly address: string;
  /** Where its ssh server listens. @default 22 */
  readonly port?: number;
}

const sshNode = object<ProxmoxSshNode>(formOfKinds<ProxmoxSshNode>({ name: required(text), address: required(text), port: amount }));

const ssh = object<ProxmoxSshProps>(
  formOfKinds<ProxmoxSshProps>({
    username: text, agent: flag, agentForwarding: flag, agentSocket: text, privateKey: secret, password: secret, nodeAddressSource: text, nodes: listOf(sshNode, "objects"),
    socks5Server: text, socks5Username: text, socks5Password: secret,
  }),
);

/** @internal What the provider of a cluster may say. */
export const providerForm = formOfKinds<ProxmoxProviderProps>({
  endpoint: text, insecure: flag, minTls: text, apiToken: secret, username: text, password: secret, ssh, tmpDir: text, randomVmIds: flag, randomVmIdStart: amount, randomVmIdEnd: amount, version: text, alias: text,
});

/** The Terraform provider of a stack: bpg/proxmox, at the release that `version` names. */
export class ProxmoxProvider extends ProviderBinding {
  constructor(scope: Construct, given: ProxmoxProviderProps = {}) {
    const { props, problems } = soundProps(providerForm, given);
    const { ssh: login, version, ...rest } = props;
    // No guest can have this name.
    const id = props.alias === undefined ? "(provider)" : `(provider ${props.alias})`;
    super(scope, id, dataOf({ ...rest, ssh: login && sshBlock(login) }));
    if (version !== undefined && version !== providerVersion) Object.assign(this, { terraformGeneratorMetadata: { ...this.terraformGeneratorMetadata, providerVersion: version, providerVersionConstraint: version } });
    checkManaged(
      this,
      isOdd(props.endpoint, /^https:\/\/[^/\s]+/i) && `endpoint is ${JSON.stringify(props.endpoint)}; say one such as https://pve1.lan:8006`,
      isOdd(props.minTls, /^(1\.[0-3])?$/) && `minTls is ${JSON.stringify(props.minTls)}; say 1.0, 1.1, 1.2 or 1.3`,
      isOdd(login?.nodeAddressSource, /^(api|dns)$/) && `ssh.nodeAddressSource is ${JSON.stringify(login?.nodeAddressSource)}; say api or dns`,
      props.randomVmIdStart !== undefined && props.randomVmIdEnd !== undefined && props.randomVmIdStart > props.randomVmIdEnd && `randomVmIdStart is ${props.randomVmIdStart}, above randomVmIdEnd (${props.randomVmIdEnd}); say the lower one first`,
    );
    checkSound(this, [...problems, ...(version === undefined || /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`version is ${JSON.stringify(version)}; name one release, such as ${providerVersion}`])]);
  }
}

function sshBlock({ nodes, ...rest }: ProxmoxSshProps): ProviderBinding["sshInput"] {
  return { ...rest, nodeAttribute: nodes && [...nodes] };
}
