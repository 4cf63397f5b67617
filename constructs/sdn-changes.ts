import { Aspects, TerraformStack, dependable, type TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { Container } from "./container";
import { SdnApplier } from "./imports/sdn-applier";
import { VirtualMachine } from "./virtual-machine";

const place = Symbol.for("pmpc.sdn.1");
const prefix = "(sdn";

type Owner = IConstruct & { [place]?: Map<string, SdnChanges> };

/**
 * What makes changes of software-defined networks come into effect: one apply after all of them, before the guests on them; and one after
 * they are destroyed.
 */
export class SdnChanges {
  private readonly resources: TerraformResource[] = [];
  private readonly applier: SdnApplier;
  private readonly finalizer: SdnApplier;
  private readonly applied: string;

  /** Those of the cluster that a construct of the network is in, as far as its stack goes. */
  static of(construct: IConstruct & { readonly resource: TerraformResource }): SdnChanges {
    const stack = TerraformStack.of(construct) as unknown as Owner;
    if (stack[place] === undefined) Object.defineProperty(stack, place, { value: new Map() });
    const { provider } = construct.resource;
    const key = provider?.alias ?? "";
    const all = stack[place]!;
    if (!all.has(key)) all.set(key, new SdnChanges(stack, key, provider));
    return all.get(key)!;
  }

  private constructor(stack: IConstruct, alias: string, provider: TerraformResource["provider"]) {
    const id = (what: string) => `${prefix} ${[what, alias].filter((word) => word !== "").join(" ")})`;
    this.finalizer = new SdnApplier(stack as never, id("finalizer"), { provider, onCreate: false });
    this.applier = new SdnApplier(stack as never, id("applier"), { provider, onDestroy: false });
    this.applied = dependable(this.applier);
    Aspects.of(stack).add({
      visit: (node) => {
        if ((VirtualMachine.isVirtualMachine(node) || Container.isContainer(node)) && node.bridges.some((bridge) => this.has(bridge))) {
          const before = node.resource.dependsOn ?? [];
          if (!before.includes(this.applied)) node.resource.dependsOn = [...before, this.applied];
        }
      },
    });
  }

  /** Has a zone, a vnet or a subnet come into effect with the others. */
  add(resource: TerraformResource): void {
    this.resources.push(resource);
    resource.dependsOn = [...(resource.dependsOn ?? []), dependable(this.finalizer)];
    this.applier.dependsOn = this.resources.map(dependable);
    this.applier.lifecycle = { replaceTriggeredBy: this.resources.map((one) => `${one.terraformResourceType}.${one.friendlyUniqueId}`) };
  }

  private has(bridge: unknown): boolean {
    return typeof bridge === "object" && bridge !== null && this.resources.includes((bridge as { readonly resource: TerraformResource }).resource);
  }
}
