import type { Construct } from "constructs";
import type { Props } from "../lib/schema/props";
import { isCidr, isIP } from "../lib/pve/ip";
import { flag, zone, type Form } from "./check/kind";
import { optionsWith } from "./cluster-resource";
import type { SdnSubnetProperties } from "./generated/sdn-subnet-properties";
import { SdnSubnet as SdnSubnetResource } from "./imports/sdn-subnet";
import { isOdd, nameOf, type ISdnZone } from "./reference";
import { SdnResource, type SdnOptions } from "./sdn-resource";
import { isToken } from "./token";

/** What a subnet has besides the properties of the table. */
interface SubnetOptions extends SdnOptions {
  /**
   * Zone of its virtual network: what exists is found by it.
   * Proxmox VE: `zone`.
   * @default - none; it must be said with `adopt`
   */
  readonly zone?: ISdnZone | string;
}

/** A subnet of a virtual network. */
export interface SdnSubnetProps extends SdnSubnetProperties, SubnetOptions {}

/** A subnet, where its network is told by what it is in. */
export type SdnVnetSubnet = Omit<SdnSubnetProps, "vnet">;

const ownOptions = optionsWith<SubnetOptions>({ apply: flag, zone });

/** A network of IP addresses on a virtual network: `vnet.addSubnet({ cidr: "10.9.0.0/24" })`. It is protected from being destroyed (`removalPolicy`). */
export class SdnSubnet extends SdnResource<SdnSubnetProperties, SdnSubnetResource> {
  constructor(scope: Construct, id: string, props: SdnSubnetProps) {
    super(scope, id, props, "proxmox_sdn_subnet", SdnSubnetResource);
  }

  protected override get ownOptions(): Form {
    return ownOptions;
  }

  /** The zone is said for the import alone. */
  protected override inTable(said: Props): Props {
    return said.zone === undefined ? said : { ...said, zone: nameOf("zone", said.zone as unknown as ISdnZone | string) };
  }

  protected override problems({ cidr, gateway, dhcpDnsServer, snat }: SdnSubnetProperties, exists: boolean): readonly string[] {
    if (exists) return [];
    const wrong = (word: string, address: string | undefined) => isOdd(address, /^$/) && !isIP(address!) && `${word} is ${JSON.stringify(address)}, which is not an IP address`;
    return [
      !isToken(cidr) && !(isCidr(cidr) && cidr.includes("/")) && `cidr is ${JSON.stringify(cidr)}; say a network such as 10.9.0.0/24`,
      wrong("gateway", gateway),
      wrong("dhcpDnsServer", dhcpDnsServer),
      snat === true && gateway === undefined && "snat needs a gateway; say gateway",
    ].filter((problem) => problem !== false);
  }
}
