import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import type { AclProperties } from "./generated/acl-properties";
import { Acl as AclResource } from "./imports/acl";

/** Rights of somebody on something. */
export interface AclProps extends AclProperties, ClusterOptions {}

/**
 * One entry of the access control list: a user, a group or a token has a role on a path. An import writes these; code by hand is shorter
 * with `grant`. It is protected from being destroyed (`removalPolicy`): people, and programs such as Terraform, would lose their rights.
 */
export class Acl extends ClusterResource<AclProperties, AclResource> {
  constructor(scope: Construct, id: string, props: AclProps) {
    super(scope, id, props, tableOf("proxmox_acl"), AclResource);
  }

  protected override problems({ user, group, token }: AclProperties): readonly string[] {
    const said = [user, group, token].filter((one) => one !== undefined).length;
    return said === 1 ? [] : [`${said === 0 ? "nobody has the role" : "several have the role"}; say one of user, group and token`];
  }
}
