import { Aspects, TerraformStack, type IAspect } from "cdktf";

/**
 * Has the aspects of an app, and of other scopes around a stack, visit what is in the stack: cdktf begins with the stack itself, and leaves
 * those out without a word.
 * @param isMeant which of them
 */
export function heedAspectsAbove(stack: TerraformStack, isMeant: (aspect: IAspect) => boolean = () => true): void {
  const above = stack.node.scopes.slice(0, -1);
  // A stack inside of another one is visited with that.
  if (above.some((scope) => TerraformStack.isStack(scope))) return;
  Aspects.of(stack).add({
    visit: (node) => {
      for (const scope of above) for (const aspect of Aspects.of(scope).all) if (isMeant(aspect)) aspect.visit(node);
    },
  });
}

// Two copies of the package may be loaded.
const mark = Symbol.for("pmpc.tags.1");

/** An aspect that tags guests. */
export const tagging = (aspect: IAspect): IAspect => Object.defineProperty(aspect, mark, { value: true });

/** Whether an aspect tags guests. */
export const isTagging = (aspect: IAspect): boolean => mark in aspect;
