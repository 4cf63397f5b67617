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

/** What Terraform or cdktf would take for an expression, and how to write it so that Terraform sees the same characters. */
const escapes: readonly (readonly [RegExp, string])[] = [
  [/\$\{/g, "$$$${"],
  [/%\{/g, "%%{"],
  // cdktf puts such marks into strings and looks for them in all strings.
  [/TfToken(?=\[)/g, 'Tf$${"Token"}'],
  [/Map Token Value/g, 'Map $${"Token"} Value'],
  [/(?<=\de)\+(?=2[89]\d)/g, '$${"+"}'],
];

/** Text that is data, from a cluster or a person: whatever it holds, Terraform gets it as it is. */
export function literal(text: string): string {
  return escapes.reduce((escaped, [what, instead]) => escaped.replace(what, instead), text);
}
