import { Aspects } from "cdktf";
import type { IConstruct } from "constructs";
import { tagging } from "./aspects-above";
import { Container } from "./container";
import { VirtualMachine } from "./virtual-machine";

/** The tags of all guests in a scope: of an app, of a stack, of a `Cluster`, or of a construct of yours. */
export class Tags {
  private constructor(private readonly scope: IConstruct) {}

  /** Those of a scope. */
  static of(scope: IConstruct): Tags {
    return new Tags(scope);
  }

  /** Adds tags to every guest in the scope, also to those that are made later. */
  add(...tags: readonly string[]): void {
    this.each((guest) => guest.addTags(...tags));
  }

  /** Takes tags away from every guest in the scope, those included that come from the guest itself, from a `Cluster`, or from a `Tags.of` before. */
  remove(...tags: readonly string[]): void {
    this.each((guest) => guest.removeTags(...tags));
  }

  private each(change: (guest: VirtualMachine | Container) => void): void {
    Aspects.of(this.scope).add(tagging({
      visit: (node) => {
        if (VirtualMachine.isVirtualMachine(node) || Container.isContainer(node)) change(node);
      },
    }));
  }
}
