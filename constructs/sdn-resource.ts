import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { flag, type Form } from "./check/kind";
import { ClusterResource, optionsWith, tableOf, type BindingClass, type ClusterOptions } from "./cluster-resource";
import { SdnChanges } from "./sdn-changes";

/** What everything of the software-defined network takes besides its own properties. */
export interface SdnOptions extends ClusterOptions {
  /**
   * Has changes come into effect by Terraform: by one apply of the network after all of them and before the guests on it, which reloads the
   * network of every node. Where it does not, somebody applies the network in Proxmox VE.
   * @default true; false in a stack that an import wrote
   */
  readonly apply?: boolean;
}

const ownOptions = optionsWith<SdnOptions>({ apply: flag });

/** Part of the software-defined network, which waits until the network is applied. */
export abstract class SdnResource<P extends object, R extends TerraformResource> extends ClusterResource<P, R> {
  constructor(scope: Construct, id: string, props: P & SdnOptions, terraform: string, Binding: BindingClass<R>) {
    super(scope, id, props, tableOf(terraform), Binding);
    if ((this.said as SdnOptions).apply ?? !this.exists) SdnChanges.of(this).add(this.resource);
  }

  protected override get ownOptions(): Form {
    return ownOptions;
  }
}

/** The class of such a part that does nothing more: `P` is what its props say. Its resource is loaded when one is made. */
export function sdnResource<P extends object, R extends TerraformResource>(terraform: string, binding: () => BindingClass<R>): new (scope: Construct, id: string, props: P & SdnOptions) => SdnResource<P, R> {
  return class extends SdnResource<P, R> {
    constructor(scope: Construct, id: string, props: P & SdnOptions) {
      super(scope, id, props, terraform, binding());
    }
  };
}
