import { Construct } from "constructs";
import { flag, listOf, secret, text, type Kind } from "./check/kind";
import type { IGrantee } from "./grant";
import type { IGroup } from "./group";
import { VirtualEnvironmentUser } from "./imports/virtual-environment-user";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd } from "./reference";
import { nameFromPath } from "./scope";
import { UserToken, type UserTokenOptions } from "./user-token";

/** A user, as others refer to it. */
export interface IUser extends IGrantee {
  /** Name and realm: `kim@pve`. */
  readonly userId: string;
}

/** A user of the cluster. */
export interface UserProps extends ManagedOptions {
  /**
   * Its name, without the realm.
   * Proxmox VE: `userid`. Terraform: `user_id`.
   * @default - the ids on the construct's path below the stack, joined by `-`
   */
  readonly name?: string;
  /**
   * Realm that knows its password.
   * Proxmox VE: `userid`. Terraform: `user_id`.
   * @default "pve"
   */
  readonly realm?: string;
  /**
   * Groups that it is in.
   * Proxmox VE: `groups`. Terraform: `groups`.
   * @default - none
   */
  readonly groups?: readonly (IGroup | string)[];
  /**
   * Password, of the realm `pve`. In code only as a sensitive `TerraformVariable`; Terraform's state has it in clear text.
   * Proxmox VE: `password`. Terraform: `password`.
   * @default - none: it cannot log in, and only its tokens can be used
   */
  readonly password?: string;
  /**
   * Lets it in.
   * Proxmox VE: `enable`. Terraform: `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Until when it is let in: `2030-01-01T00:00:00Z`.
   * Proxmox VE: `expire`. Terraform: `expiration_date`.
   * @default - for ever
   */
  readonly expires?: string;
  /**
   * E-mail address, to which notifications are sent.
   * Proxmox VE: `email`. Terraform: `email`.
   * @default - none
   */
  readonly email?: string;
  /**
   * First name.
   * Proxmox VE: `firstname`. Terraform: `first_name`.
   * @default - none
   */
  readonly firstName?: string;
  /**
   * Last name.
   * Proxmox VE: `lastname`. Terraform: `last_name`.
   * @default - none
   */
  readonly lastName?: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

const group: Kind<IGroup | string> = {
  expected: () => 'a group, or its name such as "admins"',
  takes: (value) => typeof value === "string" || (typeof value === "object" && value !== null && typeof (value as Partial<IGroup>).groupId === "string"),
  example: () => '"admins"',
};

const form = managedForm<UserProps>({ name: text, realm: text, groups: listOf(group, "groups"), password: secret, enabled: flag, expires: text, email: text, firstName: text, lastName: text, comment: text });

/** A point in time as the provider takes it. */
export const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

/**
 * A user of the cluster: somebody, or a program that has an API token (`addToken`).
 *
 * It is protected from being destroyed (`removalPolicy`): its tokens and rights would go with it.
 */
export class User extends Construct implements IUser {
  /** Refers to a user that is not managed here: `kim@pve`. */
  static fromId(scope: Construct, userId: string): IUser {
    checkWord(scope, "User.fromId", text, userId);
    checkManaged(scope, typeof userId === "string" && isOdd(userId, /^[^\s:/@]+@[A-Za-z][\w.-]+$/) && `User.fromId: ${JSON.stringify(userId)} has no realm; say one such as kim@pve`);
    return { userId, grantee: { userId } };
  }

  /** The provider's resource underneath. */
  readonly resource: VirtualEnvironmentUser;
  private readonly provider: ManagedOptions["provider"];

  constructor(scope: Construct, id: string, given: UserProps = {}) {
    super(scope, id);
    const props = sound(this, form, given);
    const { name = nameFromPath(this), realm = "pve", groups, expires, removalPolicy, provider, ...rest } = props;
    this.provider = provider;
    const config = { ...rest, userId: `${name}@${realm}`, expirationDate: expires, groups: groups?.map((one) => (typeof one === "string" ? one : one.groupId)) };
    this.resource = new VirtualEnvironmentUser(this, "Default", managed(config, { removalPolicy, provider }, "protect"));
    checkManaged(
      this,
      isOdd(name, /^[^\s:/@]{1,60}$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say no blanks, : / or @`,
      isOdd(realm, /^[A-Za-z][\w.-]+$/) && `realm is ${JSON.stringify(realm)}, which Proxmox VE refuses; say one such as pve`,
      props.password !== undefined && isOdd(realm, /^pve$/) && `password is said, and ${JSON.stringify(realm)} has passwords of its own; take it away, or say realm: "pve"`,
      isOdd(expires, isTime) && `expires is ${JSON.stringify(expires)}; say a time such as 2030-01-01T00:00:00Z`,
      isOdd(props.email, /^[^@\s]+@[^@\s]+$/) && `email is ${JSON.stringify(props.email)}, which is not an address; say one such as kim@example.org`,
    );
  }

  get userId(): string {
    return this.resource.userId;
  }

  /** As rights are given to it. */
  get grantee(): { readonly userId: string } {
    return { userId: this.userId };
  }

  /** Makes an API token of the user. Its secret is `value`, which only Terraform knows. */
  addToken(id: string, options: UserTokenOptions = {}): UserToken {
    return new UserToken(this, id, { user: this, provider: this.provider, ...options });
  }
}
