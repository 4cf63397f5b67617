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
