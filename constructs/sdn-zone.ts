import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { BindingClass } from "./cluster-resource";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import type { SdnEvpnZoneProperties } from "./generated/sdn-evpn-zone-properties";
import type { SdnQinqZoneProperties } from "./generated/sdn-qinq-zone-properties";
import type { SdnSimpleZoneProperties } from "./generated/sdn-simple-zone-properties";
import type { SdnVlanZoneProperties } from "./generated/sdn-vlan-zone-properties";
import type { SdnVxlanZoneProperties } from "./generated/sdn-vxlan-zone-properties";
import { SdnZoneEvpn } from "./imports/sdn-zone-evpn";
import { SdnZoneQinq } from "./imports/sdn-zone-qinq";
import { SdnZoneSimple } from "./imports/sdn-zone-simple";
import { SdnZoneVlan } from "./imports/sdn-zone-vlan";
import { SdnZoneVxlan } from "./imports/sdn-zone-vxlan";
import { checkWord } from "./managed";
import { text } from "./check/kind";
import { isOdd, type IAclTarget, type ISdnZone } from "./reference";
import { SdnResource, type SdnOptions } from "./sdn-resource";
import { SdnVnet, type SdnVnetProps } from "./sdn-vnet";

/** The lowest and the highest tag of the networks of a zone; none where they have no tag. */
export type TagRange = readonly [number, number] | undefined;

/**
 * A zone of virtual networks, whose class says what they are: `new SdnVxlanZone(stack, "overlay", { peers }).addVnet("internal", { tag: 100 })`.
 * Zones are protected from being destroyed (`removalPolicy`): guests hang on their networks.
 */
export abstract class SdnZone<P extends object = object, R extends TerraformResource = TerraformResource> extends SdnResource<P, R> implements ISdnZone {
  /** Refers to a zone that is not managed here. */
  static fromName(scope: Construct, zoneName: string): ISdnZone & IAclTarget {
    checkWord(scope, "SdnZone.fromName", text, zoneName);
    return { zoneName, aclPath: `/sdn/zones/${zoneName}` };
  }

  constructor(scope: Construct, id: string, props: P & SdnOptions, terraform: string, Binding: BindingClass<R>, /** @internal */ readonly tags: TagRange) {
    super(scope, id, props, terraform, Binding);
  }

  protected override problems({ name }: P & { readonly name?: string }, exists: boolean): readonly string[] {
    return !exists && isOdd(name, /^[A-Za-z][A-Za-z0-9]{1,7}$/) ? [`name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to seven letters and digits`] : [];
  }

  /** Its name in the cluster. */
  get zoneName(): string {
    return this.resource.getStringAttribute("id");
  }

  /** Where rights on it are given: `/sdn/zones/overlay`. */
  get aclPath(): string {
    return `/sdn/zones/${this.zoneName}`;
  }

  /** Gives rights on it and its networks. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }

  /** Makes a network of the zone, which network cards of guests are plugged into. */
  addVnet(id: string, props: Omit<SdnVnetProps, "zone"> = {}): SdnVnet {
    return new SdnVnet(this, id, { provider: this.resource.provider, ...props, zone: this });
  }
}

const vlans = [1, 4094] as const;
const vxlans = [1, 16777215] as const;

/** The class of a kind of zones. Its resource is loaded when one is made. */
function zone<P extends object, R extends TerraformResource>(terraform: string, binding: () => BindingClass<R>, tags: TagRange): new (scope: Construct, id: string, props: P & SdnOptions) => SdnZone<P, R> {
  return class extends SdnZone<P, R> {
    constructor(scope: Construct, id: string, props: P & SdnOptions) {
      super(scope, id, props, terraform, binding(), tags);
    }
  };
}

/** A zone whose networks are bridges of each node by itself. */
export class SdnSimpleZone extends SdnZone<SdnSimpleZoneProperties, SdnZoneSimple> {
  constructor(scope: Construct, id: string, props: SdnSimpleZoneProperties & SdnOptions = {}) {
    super(scope, id, props, "proxmox_sdn_zone_simple", SdnZoneSimple, undefined);
  }
}

/** A zone whose networks are VLANs on a bridge. */
export class SdnVlanZone extends zone<SdnVlanZoneProperties, SdnZoneVlan>("proxmox_sdn_zone_vlan", () => SdnZoneVlan, vlans) {}

/** A zone whose networks are VLANs inside of a VLAN. */
export class SdnQinqZone extends zone<SdnQinqZoneProperties, SdnZoneQinq>("proxmox_sdn_zone_qinq", () => SdnZoneQinq, vlans) {}

/** A zone whose networks are VXLANs between nodes. */
export class SdnVxlanZone extends zone<SdnVxlanZoneProperties, SdnZoneVxlan>("proxmox_sdn_zone_vxlan", () => SdnZoneVxlan, vxlans) {}

/** A zone whose networks are routed by EVPN, as a controller announces them. */
export class SdnEvpnZone extends zone<SdnEvpnZoneProperties, SdnZoneEvpn>("proxmox_sdn_zone_evpn", () => SdnZoneEvpn, vxlans) {}
