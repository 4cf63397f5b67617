import type { IResolvable, IResolveContext } from "cdktf";

/** An expression of Terraform. Its parts are tokens, those of other stacks included, or Terraform's own text. */
export function expression(text: TemplateStringsArray, ...parts: readonly (IResolvable | string)[]): IResolvable {
  return {
    creationStack: [],
    resolve(context: IResolveContext): string {
      const inside = context.suppressBraces;
      context.suppressBraces = true;
      const resolved = parts.map((part) => (typeof part === "string" ? part : (context.resolve(part) as string)));
      const whole = text.reduce((said, next, at) => said + resolved[at - 1] + next);
      return inside ? whole : `\${${whole}}`;
    },
    toString: () => "an expression of Terraform",
  };
}
