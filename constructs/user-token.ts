import { Construct } from "constructs";
import { idOf } from "./construct-id";
import { required } from "./check/form";
import { flag, made, text } from "./check/kind";
import type { IGrantee } from "./grant";
import { UserToken as UserTokenResource } from "./imports/user-token";
import { checkManaged, checkWord, managed, managedForm, sound, type ManagedOptions } from "./managed";
import { isOdd, type IUserToken } from "./reference";

/** How an API token is. */
export interface UserTokenOptions extends ManagedOptions {
  /**
   * Its name behind the `!`.
   * Proxmox VE: `tokenid`. Terraform: `token_name`.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Gives it rights of its own, out of those of its user. Without, it may do all that its user may.
   * Proxmox VE: `privsep`. Terraform: `privileges_separation`.
   * @default true
   */
  readonly separatePrivileges?: boolean;
  /**
   * Until when it is valid: `2030-01-01T00:00:00Z`.
   * Proxmox VE: `expire`. Terraform: `expiration_date`.
   * @default - for ever
   */
  readonly expires?: string;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

/** An API token and its user. */
export interface UserTokenProps extends UserTokenOptions {
  /**
   * User whose token it is.
   * Proxmox VE: `userid`. Terraform: `user_id`.
   */
  readonly user: IGrantee & { readonly userId: string };
}

const form = managedForm<UserTokenProps>({ user: required(made<UserTokenProps["user"]>('a user such as User.fromId(stack, "kim@pve")', 'User.fromId(stack, "kim@pve")', "userId")), name: text, separatePrivileges: flag, expires: text, comment: text });

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

/**
 * An API token, for a program. What is granted to it is granted to its user as well: a token has at most the rights of its user.
 *
 * It is protected from being destroyed (`removalPolicy`): another one would have another secret.
 */
export class UserToken extends Construct implements IUserToken {
  /** Refers to a token that is not managed here: `kim@pve!csi`. Its user needs the same rights, which a grant to the token does not give. */
  static fromId(scope: Construct, tokenId: string): IUserToken {
    checkWord(scope, "UserToken.fromId", text, tokenId);
    checkManaged(scope, typeof tokenId === "string" && isOdd(tokenId, /^[^\s:/@!]+@[A-Za-z][\w.-]+![A-Za-z][\w.-]+$/) && `UserToken.fromId: ${JSON.stringify(tokenId)} is not a token; say one such as kim@pve!csi`);
    return { tokenId, grantee: { tokenId } };
  }

  /** The provider's resource underneath. */
  readonly resource: UserTokenResource;
  private readonly user: UserTokenProps["user"];
  private readonly separate: boolean;

  constructor(scope: Construct, id: string, given: UserTokenProps) {
    super(scope, idOf(new.target.name, scope, id));
    const props = sound(this, form, given);
    const { user, name = id, separatePrivileges, expires, comment } = props;
    this.user = user;
    this.separate = separatePrivileges ?? true;
    const config = { userId: user?.userId ?? "", tokenName: name, privilegesSeparation: separatePrivileges, expirationDate: expires, comment };
    this.resource = new UserTokenResource(this, "Default", managed(config, props, "protect"));
    checkManaged(
      this,
      isOdd(name, /^[A-Za-z][A-Za-z0-9.\-_]+$/) && `name is ${JSON.stringify(name)}, which Proxmox VE refuses; say a letter, then letters, digits, - _ .`,
      isOdd(expires, time) && `expires is ${JSON.stringify(expires)}; say a time such as 2030-01-01T00:00:00Z`,
    );
  }

  /** User and name: `kim@pve!csi`. */
  get tokenId(): string {
    return this.resource.id;
  }

  /** The token with its secret, as clients of the API take it: `kim@pve!csi=…`. Sensitive; Terraform's state has it in clear text. */
  get value(): string {
    return this.resource.value;
  }

  /** As rights are given to it. */
  get grantee(): { readonly tokenId: string } {
    return { tokenId: this.tokenId };
  }

  /** A token has at most the rights of its user. */
  get alsoGrant(): IGrantee | undefined {
    return this.separate ? this.user : undefined;
  }

  /** Why a grant to it has no effect. */
  get cannotHold(): string | undefined {
    return this.separate ? undefined : "the token has all rights of its user, and none of its own; grant them to the user, or say separatePrivileges: true";
  }
}
