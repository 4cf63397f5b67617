import { Construct } from "constructs";
import { idOf } from "./construct-id";
import { isCidr } from "../lib/pve/ip";
import { required } from "./check/form";
import { text } from "./check/kind";
import { VirtualEnvironmentFirewallAlias } from "./imports/virtual-environment-firewall-alias";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd, type IAddresses, type INamedAddresses } from "./reference";
import { NamedAddresses } from "./named-addresses";
import { nameFromPath } from "./scope";
import { isToken } from "./token";

/** One address or network under a name. */
export interface AliasProps extends ManagedOptions {
  /**
   * Its name in the cluster.
   * Proxmox VE: `name`. Terraform: `name`.
   * @default - the ids on the construct's path below the stack, joined by `-`
   */
  readonly name?: string;
  /**
   * Address or network: `10.0.0.1`.
   * Proxmox VE: `cidr`. Terraform: `cidr`.
   */
  readonly cidr: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

const form = managedForm<AliasProps>({ name: text, cidr: required(text), comment: text });

/** One address or network under a name, which rules of any firewall of the cluster use. */
export class Alias extends Construct implements INamedAddresses {
  /** Refers to an alias of the cluster that is not managed here. */
  static fromName(scope: Construct, name: string): INamedAddresses {
    checkWord(scope, "Alias.fromName", text, name);
    return new NamedAddresses(`dc/${name}`, name);
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentFirewallAlias;

  constructor(scope: Construct, id: string, given: AliasProps) {
    super(scope, idOf(new.target.name, scope, id));
    const props = sound(this, form, given);
    const { name = nameFromPath(this), cidr = "", comment } = props;
    this.resource = new VirtualEnvironmentFirewallAlias(this, "Default", managed({ name, cidr, comment }, props, "destroy"));
    checkManaged(
      this,
      isOdd(name, /^[A-Za-z][A-Za-z0-9_-]{1,63}$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to 63 letters, digits, - _`,
      cidr !== "" && !isToken(cidr) && !isCidr(cidr) && `cidr is ${JSON.stringify(cidr)}, which is not an address; say one such as 10.0.0.1`,
    );
  }

  /** Its name in the cluster. */
  get name(): string {
    return this.resource.name;
  }

  /** As a rule names it. */
  get addresses(): string {
    return `dc/${this.name}`;
  }

  /** As old rules name it, without `dc/`: in rules of a guest, an alias of the guest's own by that name comes first. */
  get unscoped(): IAddresses {
    return new NamedAddresses(this.name, this.name);
  }
}
