import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { formOfKinds, required } from "./check/form";
import { amount, flag, listOf, node, oneOf, text, type Form } from "./check/kind";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import { SdnZoneEvpn } from "./imports/sdn-zone-evpn";
import { SdnZoneQinq } from "./imports/sdn-zone-qinq";
import { SdnZoneSimple } from "./imports/sdn-zone-simple";
import { SdnZoneVlan } from "./imports/sdn-zone-vlan";
import { SdnZoneVxlan } from "./imports/sdn-zone-vxlan";
import { checkManaged, managed, provider, removalPolicy, sound, type ManagedOptions } from "./managed";
import { isOdd, nameOf, type INode } from "./reference";
import { nameFromPath } from "./scope";
import { SdnChanges } from "./sdn-changes";
import { SdnVnet, type SdnVnetProps } from "./sdn-vnet";

/** What every zone has. */
export interface SdnZoneProps extends ManagedOptions {
  /**
   * Its name in the cluster: at most eight letters and digits, a letter first.
   * Proxmox VE: `zone`. Terraform: `id`.
   * @default - the ids on the construct's path below the stack, joined by `-`
   */
  readonly name?: string;
  /**
   * Nodes that have it.
   * Proxmox VE: `nodes`. Terraform: `nodes`.
   * @default - all
   */
  readonly nodes?: readonly (INode | string)[];
  /**
   * Largest packet. In bytes.
   * Proxmox VE: `mtu`. Terraform: `mtu`.
   * @default - that of the network below, less what the zone adds to each packet
   */
  readonly mtu?: number;
  /**
   * Manager of its IP addresses.
   * Proxmox VE: `ipam`. Terraform: `ipam`.
   * @default - that of Proxmox VE, where the zone hands out addresses
   */
  readonly ipam?: string;
  /**
   * Name server that is told about its guests.
   * Proxmox VE: `dns`. Terraform: `dns`.
   * @default - none
   */
  readonly dns?: string;
  /**
   * Name server that is told about their addresses.
   * Proxmox VE: `reversedns`. Terraform: `reverse_dns`.
   * @default - none
   */
  readonly reverseDns?: string;
  /**
   * Domain of its guests.
   * Proxmox VE: `dnszone`. Terraform: `dns_zone`.
   * @default - none
   */
  readonly dnsZone?: string;
}

/** A zone of bridges that each node has for itself. */
export interface SimpleZoneProps extends SdnZoneProps {
  /**
   * Hands out addresses by DHCP.
   * Proxmox VE: `dhcp`. Terraform: `dhcp`.
   * @default - none
   */
  readonly dhcp?: "dnsmasq";
}

/** A zone of VLANs on a bridge of the nodes. */
export interface VlanZoneProps extends SdnZoneProps {
  /**
   * Bridge of the nodes that carries the VLANs.
   * Proxmox VE: `bridge`. Terraform: `bridge`.
   */
  readonly bridge: string;
}

/** A zone of VLANs within one VLAN. */
export interface QinqZoneProps extends VlanZoneProps {
  /**
   * VLAN that carries the others.
   * Proxmox VE: `tag`. Terraform: `service_vlan`.
   */
  readonly serviceVlan: number;
  /**
   * How the outer VLAN is written.
   * Proxmox VE: `vlan-protocol`. Terraform: `service_vlan_protocol`.
   * @default "802.1q"
   */
  readonly serviceVlanProtocol?: "802.1q" | "802.1ad";
}

/** A zone of networks over UDP between the nodes. */
export interface VxlanZoneProps extends SdnZoneProps {
  /**
   * Addresses of all nodes that have it, each of which must reach the others.
   * Proxmox VE: `peers`. Terraform: `peers`.
   */
  readonly peers: readonly string[];
}

/** A routed zone over UDP between the nodes. */
export interface EvpnZoneProps extends SdnZoneProps {
  /**
   * Controller that announces its networks.
   * Proxmox VE: `controller`. Terraform: `controller`.
   */
  readonly controller: string;
  /**
   * Number of the routed network that its vnets share.
   * Proxmox VE: `vrf-vxlan`. Terraform: `vrf_vxlan`.
   */
  readonly vrfVxlan: number;
  /**
   * Nodes by which guests reach other networks.
   * Proxmox VE: `exitnodes`. Terraform: `exit_nodes`.
   * @default - none
   */
  readonly exitNodes?: readonly (INode | string)[];
  /**
   * Of the exit nodes, the first that is used.
   * Proxmox VE: `exitnodes-primary`. Terraform: `primary_exit_node`.
   * @default - all alike
   */
  readonly primaryExitNode?: INode | string;
  /**
   * Lets the exit nodes themselves reach the guests.
   * Proxmox VE: `exitnodes-local-routing`. Terraform: `exit_nodes_local_routing`.
   * @default false
   */
  readonly exitNodesLocalRouting?: boolean;
  /**
   * Announces whole subnets, for guests that stay silent.
   * Proxmox VE: `advertise-subnets`. Terraform: `advertise_subnets`.
   * @default false
   */
  readonly advertiseSubnets?: boolean;
  /**
   * Passes on requests for hardware addresses, which are answered by the nodes otherwise.
   * Proxmox VE: `disable-arp-nd-suppression`. Terraform: `disable_arp_nd_suppression`.
   * @default false
   */
  readonly disableArpNdSuppression?: boolean;
  /**
   * Route targets whose routes it takes.
   * Proxmox VE: `rt-import`. Terraform: `rt_import`.
   * @default - none
   */
  readonly rtImport?: string;
}

const common = { name: text, nodes: listOf(node, "nodes"), mtu: amount, ipam: text, dns: text, reverseDns: text, dnsZone: text, removalPolicy, provider };
const forms = {
  simple: formOfKinds<SimpleZoneProps>({ ...common, dhcp: oneOf("dnsmasq") }),
  vlan: formOfKinds<VlanZoneProps>({ ...common, bridge: required(text) }),
  qinq: formOfKinds<QinqZoneProps>({ ...common, bridge: required(text), serviceVlan: required(amount), serviceVlanProtocol: oneOf("802.1q", "802.1ad") }),
  vxlan: formOfKinds<VxlanZoneProps>({ ...common, peers: required(listOf(text, "addresses") as never) }),
  evpn: formOfKinds<EvpnZoneProps>({
    ...common, controller: required(text), vrfVxlan: required(amount), exitNodes: listOf(node, "nodes"), primaryExitNode: node, exitNodesLocalRouting: flag, advertiseSubnets: flag,
    disableArpNdSuppression: flag, rtImport: text,
  }),
};

type Kind = keyof typeof forms;
type Binding = new (scope: Construct, id: string, config: never) => TerraformResource;

/** The range of a vnet's tag in each kind of zone; none where it has no tag. */
const tags: Readonly<Record<Kind, readonly [number, number] | undefined>> = { simple: undefined, vlan: [1, 4094], qinq: [1, 4094], vxlan: [1, 16777215], evpn: [1, 16777215] };

/**
 * A zone of software-defined networks: `SdnZone.vxlan(stack, "overlay", { peers }).addVnet("internal", { tag: 100 })`.
 *
 * Changes of zones, vnets and subnets come into effect by an apply of their own. pmpc makes it, after all of them and before the guests on
 * them. Zones are protected from being destroyed (`removalPolicy`): guests hang on their vnets.
 */
export class SdnZone extends Construct {
  /** Bridges that each node has for itself, with addresses from Proxmox VE where that is wanted. */
  static simple(scope: Construct, id: string, props: SimpleZoneProps = {}): SdnZone {
    return new SdnZone(scope, id, "simple", props, SdnZoneSimple as never);
  }

  /** VLANs on a bridge of the nodes. */
  static vlan(scope: Construct, id: string, props: VlanZoneProps): SdnZone {
    return new SdnZone(scope, id, "vlan", props, SdnZoneVlan as never);
  }

  /** VLANs within one VLAN. */
  static qinq(scope: Construct, id: string, props: QinqZoneProps): SdnZone {
    return new SdnZone(scope, id, "qinq", props, SdnZoneQinq as never);
  }

  /** Networks over UDP between the nodes. */
  static vxlan(scope: Construct, id: string, props: VxlanZoneProps): SdnZone {
    return new SdnZone(scope, id, "vxlan", props, SdnZoneVxlan as never);
  }

  /** Routed networks over UDP between the nodes, announced by a controller. */
  static evpn(scope: Construct, id: string, props: EvpnZoneProps): SdnZone {
    return new SdnZone(scope, id, "evpn", props, SdnZoneEvpn as never);
  }

  /** The provider's resource underneath, which depends on the kind of the zone. */
  readonly resource: TerraformResource;
  private readonly said: SdnZoneProps;

  private constructor(scope: Construct, id: string, private readonly kind: Kind, given: SdnZoneProps, Resource: Binding) {
    super(scope, id);
    const props = sound(this, forms[kind] as Form, given) as EvpnZoneProps;
    this.said = props;
    const { name = nameFromPath(this), nodes, exitNodes, primaryExitNode, removalPolicy: policy, provider: by, ...rest } = props;
    const names = (all: readonly (INode | string)[] | undefined) => all?.map((one) => nameOf("node", one));
    const config = { ...rest, id: name, nodes: names(nodes), exitNodes: names(exitNodes), primaryExitNode: primaryExitNode === undefined ? undefined : nameOf("node", primaryExitNode) };
    this.resource = new Resource(this, "Default", managed(config, { removalPolicy: policy, provider: by }, "protect") as never);
    SdnChanges.of(this).add(this.resource);
    checkManaged(this, isOdd(name, /^[A-Za-z][A-Za-z0-9]{1,7}$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to seven letters and digits`);
  }

  /** Its name in the cluster. */
  get zoneName(): string {
    return this.resource.getStringAttribute("id");
  }

  /** Where rights on it are given: `/sdn/zones/overlay`. */
  get aclPath(): string {
    return `/sdn/zones/${this.zoneName}`;
  }

  /** Gives rights on it and its vnets. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.said.provider, ...options });
  }

  /** Makes a network of the zone, which network cards of guests are plugged into. */
  addVnet(id: string, props: Omit<SdnVnetProps, "zone"> = {}): SdnVnet {
    return new SdnVnet(this, id, { provider: this.said.provider, removalPolicy: this.said.removalPolicy, ...props, zone: { zoneName: this.zoneName, tags: tags[this.kind] } });
  }
}
