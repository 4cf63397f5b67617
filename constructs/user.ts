import type { Construct } from "constructs";
import { email as isEmail } from "../lib/schema/pve-format";
import type { Props } from "../lib/schema/props";
import { text, type Form } from "./check/kind";
import { ClusterResource, optionsWith, tableOf, type ClusterOptions } from "./cluster-resource";
import type { UserProperties } from "./generated/user-properties";
import { VirtualEnvironmentUser } from "./imports/virtual-environment-user";
import { makeAfter } from "./made-before";
import { checkManaged, checkWord } from "./managed";
import { isOdd, type IUser } from "./reference";
import { isToken } from "./token";
import { UserToken, type UserTokenOptions } from "./user-token";

export type { IUser };

/** What a user has besides the properties of the table. */
interface UserOptions extends ClusterOptions {
  /**
   * Realm that knows its password, where `name` does not say one.
   * Proxmox VE: `userid`. Terraform: `user_id`.
   * @default "pve"
   */
  readonly realm?: string;
}

/** A user of the cluster. */
export interface UserProps extends UserProperties, UserOptions {}

const ownOptions = optionsWith<UserOptions>({ realm: text });

/** A point in time as the provider takes it. */
const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

/**
 * A user of the cluster: somebody, or a program that has an API token (`addToken`).
 *
 * It is protected from being destroyed (`removalPolicy`): its tokens and rights would go with it.
 */
export class User extends ClusterResource<UserProperties, VirtualEnvironmentUser> implements IUser {
  /** Refers to a user that is not managed here: `kim@pve`. */
  static fromId(scope: Construct, userId: string): IUser {
    checkWord(scope, "User.fromId", text, userId);
    checkManaged(scope, typeof userId === "string" && isOdd(userId, /^[^\s:/@]+@[A-Za-z][\w.-]+$/) && `User.fromId: ${JSON.stringify(userId)} has no realm; say one such as kim@pve`);
    return { userId, grantee: { userId } };
  }

  constructor(scope: Construct, id: string, props: UserProps = {}) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_user"), VirtualEnvironmentUser);
    // Proxmox VE makes no user of a realm that is not there yet.
    const { name = "" } = this.said;
    if (!this.exists && !isToken(name)) makeAfter(this, this.resource, `realm/${name.slice(name.lastIndexOf("@") + 1)}`);
  }

  protected override get ownOptions(): Form {
    return ownOptions;
  }

  protected override inTable({ realm, ...said }: Props): Props {
    const name = String(said.name);
    return { ...said, name: realm === undefined && (isToken(name) || name.includes("@")) ? name : `${name}@${String(realm ?? "pve")}` };
  }

  protected override problems({ name = "", password, expires, email }: UserProperties, exists: boolean): readonly string[] {
    const [user, realm] = isToken(name) ? [undefined, undefined] : [name.slice(0, name.lastIndexOf("@")), name.slice(name.lastIndexOf("@") + 1)];
    const problems = [
      !exists && isOdd(user, /^[^\s:/@]{1,60}$/) && `name is ${JSON.stringify(user)}, which Proxmox VE refuses; say no blanks, : / or @`,
      !exists && isOdd(realm, /^[A-Za-z][\w.-]+$/) && `realm is ${JSON.stringify(realm)}, which Proxmox VE refuses; say one such as pve`,
      password !== undefined && isOdd(realm, /^pve$/) && `password is said, and ${JSON.stringify(realm)} has passwords of its own; take it away, or say realm: "pve"`,
      isOdd(expires, isTime) && `expires is ${JSON.stringify(expires)}; say a time such as 2030-01-01T00:00:00Z`,
      !exists && email !== undefined && !isToken(email) && !isEmail(email) && `email is ${JSON.stringify(email)}, which is not an address; say one such as kim@example.org`,
    ];
    return problems.filter((problem) => problem !== false);
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
    return new UserToken(this, id, { user: this, provider: this.resource.provider, ...options });
  }
}
