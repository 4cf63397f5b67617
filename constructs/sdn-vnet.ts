import { Construct } from "constructs";
import { isCidr, isIP } from "../lib/schema/ip";
import { formOfKinds, required } from "./check/form";
import { amount, flag, listOf, made, object, text } from "./check/kind";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import { SdnSubnet } from "./imports/sdn-subnet";
import { SdnVnet as SdnVnetResource } from "./imports/sdn-vnet";
import { checkManaged, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd, type IBridge } from "./reference";
import { SdnChanges } from "./sdn-changes";
import { isToken } from "./token";

/** The zone of a vnet. */
export interface ISdnZone {
  /** Its name in the cluster. */
  readonly zoneName: string;
  /** The lowest and the highest tag of its vnets, where they have one and that is known. */
  readonly tags?: readonly [number, number];
}

/** Addresses that are handed out. */
export interface SdnDhcpRange {
  /** The first. Terraform: `dhcp_range.start_address`. */
  readonly from: string;
  /** The last. Terraform: `dhcp_range.end_address`. */
  readonly to: string;
}

/** A network of IP addresses on a vnet. */
export interface SdnSubnetProps {
  /**
   * Its addresses: `10.9.0.0/24`.
   * Proxmox VE: `subnet`. Terraform: `cidr`.
   */
  readonly cidr: string;
  /**
   * Address of the nodes on it, by which guests reach others.
   * Proxmox VE: `gateway`. Terraform: `gateway`.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * Hides the addresses of guests behind those of the node.
   * Proxmox VE: `snat`. Terraform: `snat`.
   * @default false
   */
  readonly snat?: boolean;
  /**
   * Addresses that are handed out by DHCP.
   * Proxmox VE: `dhcp-range`. Terraform: `dhcp_range`.
   * @default - none
   */
  readonly dhcpRange?: SdnDhcpRange;
  /**
   * Name server that DHCP names.
   * Proxmox VE: `dhcp-dns-server`. Terraform: `dhcp_dns_server`.
   * @default - the gateway
   */
  readonly dhcpDnsServer?: string;
  /**
   * What stands before the domain of the zone.
   * Proxmox VE: `dnszoneprefix`. Terraform: `dns_zone_prefix`.
   * @default - nothing
   */
  readonly dnsZonePrefix?: string;
}

/** A network of a zone. */
export interface SdnVnetProps extends ManagedOptions {
  /**
   * Zone that it is in. `zone.addVnet(…)` says it.
   * Proxmox VE: `zone`. Terraform: `zone`.
   */
  readonly zone: ISdnZone;
  /**
   * Its name in the cluster: at most eight letters and digits, a letter first.
   * Proxmox VE: `vnet`. Terraform: `id`.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Number of its VLAN, or of its network over UDP. Simple zones have none.
   * Proxmox VE: `tag`. Terraform: `tag`.
   * @default - none
   */
  readonly tag?: number;
  /**
   * Networks of IP addresses on it.
   * Proxmox VE: `subnets`. Terraform: `proxmox_sdn_subnet`.
   * @default - none
   */
  readonly subnets?: readonly SdnSubnetProps[];
  /**
   * A longer name for people.
   * Proxmox VE: `alias`. Terraform: `alias`.
   * @default - none
   */
  readonly alias?: string;
  /**
   * Lets guests use VLANs on it.
   * Proxmox VE: `vlanaware`. Terraform: `vlan_aware`.
   * @default false
   */
  readonly vlanAware?: boolean;
  /**
   * Keeps guests from reaching one another.
   * Proxmox VE: `isolate-ports`. Terraform: `isolate_ports`.
   * @default false
   */
  readonly isolatePorts?: boolean;
}

const range = object<SdnDhcpRange>(formOfKinds<SdnDhcpRange>({ from: required(text), to: required(text) }));
const subnet = object<SdnSubnetProps>(formOfKinds<SdnSubnetProps>({ cidr: required(text), gateway: text, snat: flag, dhcpRange: range, dhcpDnsServer: text, dnsZonePrefix: text }));
const form = managedForm<SdnVnetProps>({
  zone: required(made<ISdnZone>("a zone such as SdnZone.simple(stack, \"lab\")", 'SdnZone.simple(stack, "lab")', "zoneName")), name: text, tag: amount, subnets: listOf(subnet, "objects"), alias: text, vlanAware: flag, isolatePorts: flag,
});

/**
 * A network of a zone. It is a bridge of all nodes that have the zone: `networkDevices: [{ bridge: vnet }]`. Guests on it are made after it
 * has come into effect.
 */
export class SdnVnet extends Construct implements IBridge {
  /** The provider's resource underneath. */
  readonly resource: SdnVnetResource;
  private readonly said: SdnVnetProps;
  private subnets = 0;

  constructor(scope: Construct, id: string, given: SdnVnetProps) {
    super(scope, id);
    const props = sound(this, form, given);
    this.said = props;
    const { zone, name = id, tag, alias, vlanAware, isolatePorts, subnets = [] } = props;
    this.resource = new SdnVnetResource(this, "Default", managed({ id: name, zone: zone?.zoneName ?? "", tag, alias, vlanAware, isolatePorts }, props, "protect"));
    SdnChanges.of(this).add(this.resource);
    for (const one of subnets) this.addSubnet(one);
    const [least, most] = zone?.tags ?? [];
    checkManaged(
      this,
      isOdd(name, /^[A-Za-z][A-Za-z0-9]{1,7}$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to seven letters and digits`,
      least !== undefined && tag === undefined && `tag is missing, which every vnet of this zone has; say a number from ${least} to ${most}`,
      least !== undefined && tag !== undefined && !isToken(tag) && !(Number.isInteger(tag) && tag >= least && tag <= most!) && `tag is ${tag}; say a whole number from ${least} to ${most}`,
      zone?.tags === undefined && zone !== undefined && "tags" in zone && tag !== undefined && "tag is said, and vnets of a simple zone have none; take it away",
    );
  }

  get bridgeName(): string {
    return this.resource.id;
  }

  /** Where rights on it are given: `/sdn/zones/overlay/internal`. */
  get aclPath(): string {
    return `/sdn/zones/${this.said.zone.zoneName}/${this.bridgeName}`;
  }

  /** Gives rights on it. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.said.provider, ...options });
  }

  /** Adds a network of IP addresses. */
  addSubnet(given: SdnSubnetProps): SdnSubnet {
    const at = this.subnets++;
    const { dhcpRange, ...rest } = given;
    const config = { ...rest, vnet: this.resource.id, dhcpRange: dhcpRange && { startAddress: dhcpRange.from, endAddress: dhcpRange.to } };
    const resource = new SdnSubnet(this, `Subnet${at}`, managed(config, { provider: this.said.provider, removalPolicy: this.said.removalPolicy ?? "destroy" }, "destroy"));
    SdnChanges.of(this).add(resource);
    const wrong = (word: "gateway" | "dhcpDnsServer") => isOdd(given[word], /^$/) && !isIP(given[word]!) && `subnets[${at}].${word} is ${JSON.stringify(given[word])}, which is not an IP address`;
    checkManaged(
      this,
      typeof given.cidr === "string" && !isToken(given.cidr) && !(isCidr(given.cidr) && given.cidr.includes("/")) && `subnets[${at}].cidr is ${JSON.stringify(given.cidr)}; say a network such as 10.9.0.0/24`,
      wrong("gateway"),
      wrong("dhcpDnsServer"),
      given.snat === true && given.gateway === undefined && `subnets[${at}].snat needs a gateway; say gateway`,
    );
    return resource;
  }
}
