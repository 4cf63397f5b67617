import { TerraformStack, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { formOfKinds } from "./check/form";
import { aclTarget, flag, made, type Kind } from "./check/kind";
import { Acl } from "./imports/acl";
import { checkManaged, checkNamed, checkWord, managed, sound, type ManagedOptions } from "./managed";
import { isOdd, type IAclTarget, type IGrantee, type IRole } from "./reference";
import { asWord, isToken } from "./token";

export type { IAclTarget, IGrantee, IRole };

/** How rights are given. */
export interface GrantOptions extends Pick<ManagedOptions, "provider"> {
  /**
   * Gives them on all that is below as well: on the guests of a pool, on the vnets of a zone.
   * Proxmox VE: `propagate`. Terraform: `propagate`.
   * @default true
   */
  readonly propagate?: boolean;
}

const form = formOfKinds<Pick<GrantOptions, "propagate">>({ propagate: flag });
const example = "Role.VM_USER";
const roleKind: Kind<IRole | string> = {
  expected: () => `a role, or its name such as ${example}`,
  takes: (value) => typeof value === "string" || (typeof value === "object" && value !== null && typeof (value as Partial<IRole>).roleId === "string"),
  example: () => example,
};
const granteeKind = made<IGrantee>("a user, a group or a token such as new User(stack, \"kim\")", 'new User(stack, "kim")', "grantee");

/** The name of a role. */
const roleIdOf = (role: IRole | string): string => (typeof role === "string" ? role : role.roleId);

/** One entry of the access control list: somebody has a role on a path. */
export class Grant extends Construct {
  /**
   * Gives rights on anything: on a construct, on what is referred to by name, or on a path such as `/nodes/pve1`.
   * Said twice, it is one grant.
   */
  static on(scope: Construct, onWhat: IAclTarget | string, who: IGrantee, as: IRole | string, options: GrantOptions = {}): Grant {
    const [target, role] = [asWord(onWhat), asWord(as)];
    checkWord(scope, "grant", aclTarget, target);
    checkWord(scope, "grant", granteeKind, who);
    checkWord(scope, "grant", roleKind, role);
    const isSound = aclTarget.takes(target) && granteeKind.takes(who) && roleKind.takes(role);
    const path = typeof target === "string" ? target : isSound ? target.aclPath : "/";
    const [to, roleId] = isSound ? [Object.values(who.grantee)[0] as string, roleIdOf(role)] : ["nobody", "NoAccess"];
    // Who gets rights on what another stack has needs that stack to be there before: the other way round, each would need the other.
    const [place, { provider }] = isSound && isElsewhere(scope, target, who) ? [who, { provider: who.resource?.provider }] : [scope, options];
    const at = typeof target === "string" || target !== (place as unknown) ? `${labelOf(target, path)} ` : "";
    const id = `grant ${at}${labelOf(who, to)} ${labelOf(role, roleId)}`;
    const before = place.node.tryFindChild(id);
    if (before instanceof Grant) return before;
    const grant = new Grant(place, id, path, isSound ? who.grantee : { userId: to }, roleId, { ...options, provider });
    checkManaged(grant, isSound && who.cannotHold);
    checkNamed(grant, { on: target, to: who, role });
    if (isSound && who.alsoGrant !== undefined) Grant.on(scope, target, who.alsoGrant, role, options);
    return grant;
  }

  /** The provider's resource underneath. */
  readonly resource: Acl;

  private constructor(scope: Construct, id: string, path: string, grantee: IGrantee["grantee"], roleId: string, { provider, ...options }: GrantOptions) {
    super(scope, id);
    const { propagate } = sound(this, form, options);
    const by = sound(this, providerForm, { provider });
    this.resource = new Acl(this, "Default", managed({ path, roleId, propagate, ...grantee }, { ...by, removalPolicy: "destroy" }, "destroy"));
    checkManaged(
      this,
      isOdd(path, /^\/([\w.$\-{}[\]/:]+)?$/) && `the path is ${JSON.stringify(path)}; say one that begins with a slash: /vms/101, /pool/prod, /`,
      isOdd(roleId, /^[A-Za-z0-9_.-]+$/) && `the role is ${JSON.stringify(roleId)}, which Proxmox VE refuses; say letters, digits, - _ .`,
    );
  }
}

/** Whether somebody is a construct of another stack than the target, which gives the rights itself. */
const isElsewhere = (scope: Construct, target: unknown, who: IGrantee): who is IGrantee & Construct & { readonly resource?: { readonly provider?: TerraformProvider } } =>
  target === scope && Construct.isConstruct(who) && TerraformStack.of(who) !== TerraformStack.of(scope);

/** Names in construct ids must be known when the construct is made: those of tokens are not. */
function labelOf(thing: unknown, name: string): string {
  if (!isToken(name)) return name.replaceAll("/", ":");
  return thing instanceof Construct ? thing.node.path.replaceAll("/", ":") : "something";
}

const providerForm = formOfKinds<Pick<ManagedOptions, "provider">>({ provider: made("a provider", "new ProxmoxProvider(stack)", "terraformResourceType") });
