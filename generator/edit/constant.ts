import { parseSource } from "./parse";

/** The texts that a file names at its top: `const sshKey = "ssh-ed25519 …";`, name → text. */
export function constantsIn(text: string): ReadonlyMap<string, string> {
  const statements = parseSource(text)?.program.body ?? [];
  const declared = statements.flatMap((one) => (one.type === "VariableDeclaration" && one.kind === "const" ? one.declarations : []));
  return new Map(declared.flatMap(({ id, init }) => (id.type === "Identifier" && init?.type === "StringLiteral" ? [[id.name, init.value] as const] : [])));
}
