import { randomInt } from "node:crypto";
import { stateFolder } from "./path";
import { readText, removeText, writeText } from "./text";

/** A plan that somebody proposed, and that waits for a person. */
export interface Proposal {
  /** What the person types: `K7MQ-2XWD`. */
  readonly code: string;
  /** Names the plan: another plan is not what was proposed. */
  readonly plan: string;
  /** The guests that it changes, as people name them, and how. */
  readonly guests: readonly { readonly guest: string; readonly grade: string }[];
  /** Who proposed it; whatever they call themselves. */
  readonly by?: string;
  /** The door that it came in by, with the client's name: `mcp claude-code 2.1`. */
  readonly client: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** ISO 8601, UTC. */
  readonly until: string;
}

/** Not in git: a proposal is about the cluster as it is now. */
const pathOf = (code: string) => `${stateFolder}/terraform/proposals/${code}.json`;

// Without the letters and digits that people mistake for one another.
const letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

/** A code that cannot be guessed in ten minutes. */
export function newCode(): string {
  const part = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return `${part()}-${part()}`;
}

/** The code that a person means, however it was typed; undefined for what is none. */
export function readCodeWord(typed: string): string | undefined {
  const [, first, second] = new RegExp(`^([${letters}]{4})[ -]?([${letters}]{4})$`).exec(typed.trim().toUpperCase()) ?? [];
  return first === undefined ? undefined : `${first}-${second!}`;
}

export async function writeProposal(root: string, proposal: Proposal): Promise<void> {
  await writeText(root, pathOf(proposal.code), `${JSON.stringify(proposal, null, 2)}\n`);
}

/** Undefined if there is none. */
export async function readProposal(root: string, code: string): Promise<Proposal | undefined> {
  const text = await readText(root, pathOf(code));
  return text === undefined ? undefined : (JSON.parse(text) as Proposal);
}

/** Takes it away: a code counts once. */
export const dropProposal = (root: string, code: string): Promise<void> => removeText(root, pathOf(code));
