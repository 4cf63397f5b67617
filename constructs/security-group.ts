import { Construct } from "constructs";
import { listOf, made, text } from "./check/kind";
import { Ledger } from "./check/ledger";
import { VirtualEnvironmentClusterFirewallSecurityGroup } from "./imports/virtual-environment-cluster-firewall-security-group";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd } from "./reference";
import type { Rule } from "./rule";
import { nameFromPath } from "./scope";
import { dataOf } from "./text";

/** A security group, as others refer to it. */
export interface ISecurityGroup {
  /** Its name in the cluster (`group` in Proxmox VE). */
  readonly securityGroupName: string;
  /** Its rules, where the code has them. */
  readonly rules?: readonly Rule[];
}

/** Rules under one name. */
export interface SecurityGroupProps extends ManagedOptions {
  /**
   * Its name in the cluster: at most 18 characters.
   * Proxmox VE: `group`. Terraform: `name`.
   * @default - the ids on the construct's path below the stack, joined by `-`
   */
  readonly name?: string;
  /**
   * Its rules, in their order.
   * Proxmox VE: `rules`. Terraform: `rule`.
   * @default - none: `addRule` adds some
   */
  readonly rules?: readonly Rule[];
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

/** A rule in the props of others. */
export const rule = made<Rule>("a rule such as Rule.accept(Port.tcp(443))", "Rule.accept(Port.tcp(443))", "toBlock");
const form = managedForm<SecurityGroupProps>({ name: text, rules: listOf(rule, "rules"), comment: text });

/** Rules under one name, which firewalls of guests, of nodes and of the cluster include: `vm.firewall.addGroup(web)`. */
export class SecurityGroup extends Construct implements ISecurityGroup {
  /** Refers to a security group that is not managed here. */
  static fromName(scope: Construct, securityGroupName: string): ISecurityGroup {
    checkWord(scope, "SecurityGroup.fromName", text, securityGroupName);
    return { securityGroupName };
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentClusterFirewallSecurityGroup;
  private readonly all: Rule[];

  constructor(scope: Construct, id: string, given: SecurityGroupProps = {}) {
    super(scope, id);
    const props = sound(this, form, given);
    const { name = nameFromPath(this), rules = [], comment } = props;
    this.all = [...rules];
    this.resource = new VirtualEnvironmentClusterFirewallSecurityGroup(this, "Default", managed({ name, comment, rule: this.all.map((one) => one.toBlock()) }, props, "destroy"));
    checkManaged(this, isOdd(name, /^[A-Za-z][A-Za-z0-9_-]{1,17}$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then up to 17 letters, digits, - _`);
    Ledger.of(this).add({ construct: this, problems: () => problemsOfRules(this.all) });
  }

  get securityGroupName(): string {
    return this.resource.name;
  }

  /** Its rules, in their order. */
  get rules(): readonly Rule[] {
    return this.all;
  }

  /** Adds rules behind those that it has. */
  addRule(...rules: readonly Rule[]): void {
    this.all.push(...rules);
    this.resource.putRule(this.all.map((one) => dataOf(one.toBlock())));
  }
}

/** What is wrong with rules, each with its place. */
export const problemsOfRules = (rules: readonly Rule[]): readonly string[] => rules.flatMap((one, at) => one.problems().map((problem) => `rules[${at}]: ${problem}`));
