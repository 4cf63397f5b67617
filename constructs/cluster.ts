import { Aspects, TerraformResource, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { idOf } from "./construct-id";
import { formOfKinds } from "./check/form";
import { bridge, flag, listOf, object, pool, storage, text } from "./check/kind";
import { checkManaged, provider, removalPolicy, sound } from "./managed";
import { ProxmoxProvider, providerForm, type ProxmoxProviderProps } from "./provider";
import { markCluster, type GuestDefaults } from "./scope";

/** A cluster of a stack: how it is reached, and what its guests have in common. */
export interface ClusterProps extends ProxmoxProviderProps {
  /**
   * Provider that is there already. Then nothing else of how the cluster is reached may be said.
   * @default - one is made from the other properties
   */
  readonly provider?: TerraformProvider;
  /**
   * What guests have where their own properties do not say it.
   * @default - none
   */
  readonly defaults?: GuestDefaults;
}

const defaults = object<GuestDefaults>(formOfKinds<GuestDefaults>({ storage, bridge, pool, tags: listOf(text), onBoot: flag, removalPolicy }));
const form = { ...providerForm, fields: new Map([...providerForm.fields, ...formOfKinds<Pick<ClusterProps, "provider" | "defaults">>({ provider, defaults }).fields]) };

/**
 * The scope of one cluster. What is made inside is reached by its provider, resources of the provider included, and its guests have its
 * defaults; nobody repeats `provider`.
 *
 * A stack with one cluster needs none. With two, each is a `Cluster`, or a stack of its own.
 */
export class Cluster extends Construct {
  /** The provider by which everything inside is reached. */
  readonly provider: TerraformProvider;

  constructor(scope: Construct, id: string, given: ClusterProps = {}) {
    super(scope, idOf(new.target.name, scope, id, true));
    const { provider: there, defaults: common = {}, ...own } = sound(this, form, given);
    const { alias = id } = own;
    this.provider = there ?? new ProxmoxProvider(this, { ...own, alias });
    markCluster(this, { provider: this.provider, defaults: common });
    const said = Object.keys(own);
    checkManaged(
      this,
      there !== undefined && said.length > 0 && `provider is given, and ${said.join(", ")} as well; say one of them`,
      there === undefined && !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(alias) && `alias is "${alias}", which Terraform refuses; say alias: a letter, then letters, digits, - _`,
    );
    Aspects.of(this).add({
      visit: (node) => {
        if (TerraformResource.isTerraformResource(node) && node.terraformResourceType.startsWith("proxmox_")) node.provider ??= this.provider;
      },
    });
  }
}
