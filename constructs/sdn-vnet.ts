import type { Construct } from "constructs";
import { isProps, flag, listOf, made, text, type Form } from "./check/kind";
import { optionsWith } from "./cluster-resource";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import type { SdnVnetProperties } from "./generated/sdn-vnet-properties";
import { SdnVnet as SdnVnetResource } from "./imports/sdn-vnet";
import { checkWord } from "./managed";
import { isOdd, type IBridge, type IVnet } from "./reference";
import { SdnResource, type SdnOptions } from "./sdn-resource";
import { SdnSubnet, type SdnVnetSubnet } from "./sdn-subnet";
import { isToken } from "./token";

/** What a network has besides the properties of the table. */
interface VnetOptions extends SdnOptions {
  /**
   * Networks of IP addresses on it. An import writes them as `SdnSubnet`.
   * Proxmox VE: `subnets`. Terraform: `proxmox_sdn_subnet`.
   * @default - none
   */
  readonly subnets?: readonly SdnVnetSubnet[];
}

/** A network of a zone. */
export interface SdnVnetProps extends SdnVnetProperties, VnetOptions {}

const subnet = made<SdnVnetSubnet>('an object such as { cidr: "10.9.0.0/24" }', '{ cidr: "10.9.0.0/24" }', "cidr");
const ownOptions = optionsWith<VnetOptions>({ apply: flag, subnets: listOf(subnet, "objects") });

/**
 * A virtual network (SDN vnet), which guests are plugged into as into a bridge of every node that has its zone:
 * `networkDevices: [{ bridge: vnet }]`. It is protected from being destroyed (`removalPolicy`).
 */
export class SdnVnet extends SdnResource<SdnVnetProps, SdnVnetResource> implements IBridge, IVnet {
  /** Refers to a network that is not managed here. */
  static fromName(scope: Construct, vnetName: string): IBridge & IVnet {
    checkWord(scope, "SdnVnet.fromName", text, vnetName);
    return { vnetName, bridgeName: vnetName };
  }

  private added = 0;

  constructor(scope: Construct, id: string, props: SdnVnetProps) {
    // A network of its own zone is called as it is, and not after the zone as well.
    super(scope, id, isProps(props) ? { ...props, name: props.name ?? id } : props, "proxmox_sdn_vnet", SdnVnetResource);
    for (const one of this.said.subnets ?? []) this.addSubnet(one);
  }

  protected override get ownOptions(): Form {
    return ownOptions;
  }

  protected override problems({ name, zone, tag }: SdnVnetProps, exists: boolean): readonly string[] {
    if (exists) return [];
    // Only a zone of the code tells which tags there are.
    const isKnown = typeof zone === "object" && "tags" in zone;
    const [least, most] = (isKnown && (zone.tags as readonly [number, number] | undefined)) || [];
    return [
      isOdd(name, /^[A-Za-z][A-Za-z0-9]{1,7}$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to seven letters and digits`,
      least !== undefined && tag === undefined && `tag is missing, which every vnet of this zone has; say a number from ${least} to ${most}`,
      least !== undefined && tag !== undefined && !isToken(tag) && !(Number.isInteger(tag) && tag >= least && tag <= most!) && `tag is ${tag}; say a whole number from ${least} to ${most}`,
      isKnown && least === undefined && tag !== undefined && "tag is said, and vnets of a simple zone have none; take it away",
    ].filter((problem) => problem !== false);
  }

  /** As cards of guests name it. */
  get bridgeName(): string {
    return this.resource.id;
  }

  /** Its name in the cluster. */
  get vnetName(): string {
    return this.resource.id;
  }

  /** Where rights on it are given: `/sdn/zones/overlay/internal`. */
  get aclPath(): string {
    return `/sdn/zones/${this.resource.zone}/${this.vnetName}`;
  }

  /** Gives rights on it. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }

  /** Adds a network of IP addresses. */
  addSubnet(props: SdnVnetSubnet): SdnSubnet {
    return new SdnSubnet(this, `Subnet${this.added++}`, { provider: this.resource.provider, ...props, vnet: this });
  }
}
