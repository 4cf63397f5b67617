import type { GetPromptResult, Prompt } from "@modelcontextprotocol/server";
import { exit, PmpcError } from "../../lib/error";
import type { Bound } from "../machine/offer";
import { listed } from "./listed";

interface Template {
  readonly prompt: Prompt;
  readonly write: (given: Readonly<Record<string, string>>) => string;
}

const guest = { name: "guest", description: "The guest: vm 101, container 202, or its name.", required: true };

/** Ways to begin, by name. Values that came with the request are quoted: they are names, and nothing else. */
const templates: readonly Template[] = [
  {
    prompt: { name: "adopt-my-cluster", title: "Adopt my cluster", description: "Take the guests that were imported into Terraform's state, without changing one." },
    write: () => "Find out with the tools status and plan which guests of this workspace are still to be adopted. If the plan only imports, propose it and give me the command that approves it. If it would change, restart, replace or destroy a guest, say which and why, and propose nothing.",
  },
  {
    prompt: { name: "make-a-guest-like", title: "Make a guest like this one", description: "Code for a new guest with the properties of another.", arguments: [guest, { name: "name", description: "What the new guest is called.", required: true }] },
    write: ({ guest, name }) => `Describe the guest ${guest} with the tool describe, and open the file and line that declare it. Write the code of a new guest called ${name} beside it, with the same properties, but without vmId, MAC addresses and adopt, and with an address that no other guest has (list shows them). Then plan: nothing but the new guest may appear.`,
  },
  {
    prompt: { name: "why-would-this-restart", title: "Why would this restart?", description: "Which line of code would restart a guest, and how to avoid it.", arguments: [guest] },
    write: ({ guest }) => `Plan with the tool plan, and find the guest ${guest} in its resources. Name each change with its grade and what it says, and the file and line that declare the guest (describe has them). Say which change needs the restart, what each alternative costs, and change nothing.`,
  },
];

export const prompts: readonly Prompt[] = templates.map(({ prompt }) => prompt);

/** A prompt with its values. */
export function writePrompt(name: string, given: Readonly<Record<string, string>> = {}): GetPromptResult {
  const template = templateOf(name);
  const wanted = (template.prompt.arguments ?? []).map((one) => one.name);
  const missing = wanted.find((one) => !given[one]);
  if (missing !== undefined) throw new PmpcError("wrong-input", `${missing}: it is missing`, { hint: `the prompt ${name} takes ${wanted.join(", ")}`, exit: exit.usage });
  const text = template.write(Object.fromEntries(wanted.map((one) => [one, JSON.stringify(given[one]!.slice(0, 200))])));
  return { description: template.prompt.description, messages: [{ role: "user", content: { type: "text", text } }] };
}

/** The guests that an argument may name: their names, and `vm 101` where that is typed. */
export async function completePrompt(name: string, argument: string, typed: string, bound: Bound): Promise<readonly string[]> {
  const wanted = (templateOf(name).prompt.arguments ?? []).map((one) => one.name);
  if (!wanted.includes(argument)) throw new PmpcError("wrong-input", `${JSON.stringify(argument.slice(0, 40))}: the prompt ${name} has no such argument`, { hint: wanted.length === 0 ? "it has none" : `it takes ${wanted.join(", ")}`, exit: exit.usage });
  if (argument !== guest.name) return [];
  const guests = (await listed({}, bound)).resources.flatMap(({ kind, id, name }) => [...(name === "" ? [] : [name]), `${kind} ${id}`]);
  return [...new Set(guests)].filter((one) => one.toLowerCase().startsWith(typed.toLowerCase())).sort();
}

function templateOf(name: string): Template {
  const template = templates.find(({ prompt }) => prompt.name === name);
  if (template === undefined) throw new PmpcError("no-prompt", `there is no prompt ${JSON.stringify(name.slice(0, 40))}`, { hint: `there are ${prompts.map((one) => one.name).join(", ")}`, exit: exit.notFound });
  return template;
}
