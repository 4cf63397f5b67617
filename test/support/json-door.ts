// A second door: a line of JSON asks for a verb, a line of JSON answers. It is bound to one workspace and one cluster when it starts.
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Event, Question } from "../../generator/engine/event";
import type * as Listing from "../../generator/engine/listing";
import type * as Run from "../../generator/engine/run";
import type * as Errors from "../../lib/error";

interface Asking {
  readonly verb: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly answers?: Readonly<Record<string, { readonly value: string; readonly plan?: string }>>;
}

const home = join(__dirname, "../..");
const built = (name: string) => join(home, "dist", name);
/* eslint-disable @typescript-eslint/no-require-imports -- What is tested is what was built. */
const { listActions } = require(built("generator/engine/listing.js")) as typeof Listing;
const { run } = require(built("generator/engine/run.js")) as typeof Run;
const { exit, isPmpcError } = require(built("lib/error.js")) as typeof Errors;
/* eslint-enable @typescript-eslint/no-require-imports */
const bound = JSON.parse(process.argv[2] ?? "{}") as Readonly<Record<string, unknown>>;
const context = { version: "0.1.0", home, folder: process.cwd(), environment: process.env, now: () => new Date(), signal: new AbortController().signal };
const actions = listActions(built("generator/action"));

async function answer({ verb, input, answers = {} }: Asking): Promise<object> {
  const [events, asked]: [Event[], Question[]] = [[], []];
  const host = { notify: (event: Event) => void events.push(event), ask: async (question: Question) => (asked.push(question), answers[question.code]) };
  try {
    const action = actions.find(({ name }) => name === verb)!.load();
    const outcome = await run(action, input, context, { host, local: false, bound });
    return { exit: outcome.exit, report: outcome.report, view: action.view(outcome.report as never), events, asked };
  } catch (error) {
    const known = isPmpcError(error) ? { code: error.code, message: error.message, exit: error.exit } : { code: "unexpected", message: String(error), exit: exit.failed };
    return { exit: known.exit, error: known, events, asked };
  }
}

void (async () => {
  for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Asking))}\n`);
})();
