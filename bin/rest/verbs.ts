import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { exit, PmpcError } from "../../lib/error";
import type { Reply } from "../../generator/engine/event";
import { checkInput } from "../../generator/engine/input";
import type { Listed } from "../../generator/engine/listing";
import { readJson } from "../http/body";
import { answerable, inputOf, offered, reachesCluster, type Bound } from "../machine/offer";
import type { Job, Jobs } from "../machine/jobs";
import { carryOut } from "../machine/run";
import { jobOf, sendEnd } from "./jobs";
import { problemOf, sendJson, sendProblem } from "./problem";

export const api = "/api/v1";

/** Where a verb is: `/api/v1/pct/list`. */
export const pathOf = ({ name }: Pick<Listed, "name">): string => `${api}/${name.replaceAll(" ", "/")}`;

/** A look at what was seen is answered at once; everything else is a job. */
export const isLook = (verb: Listed): boolean => verb.effect === "reads" && !reachesCluster(verb);

/** The verbs of a door by their paths. */
export const verbsByPath = (bound: Bound): ReadonlyMap<string, Listed> => new Map(offered(bound).map((verb) => [pathOf(verb), verb]));

/** Answers a look. Who leaves stops it. */
export async function answerLook(verb: Listed, query: URLSearchParams, bound: Bound, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort(new PmpcError("cancelled", "the client left")));
  const ended = await carryOut({ verb, input: inputFrom(verb, query) }, bound, gone.signal);
  if ("error" in ended) sendProblem(problemOf(ended), response);
  else sendJson(response, 200, ended);
}

/** What a query says, in the types that the verb declares; what is not such a value stays text, and is refused with the option's name. */
function inputFrom(verb: Listed, query: URLSearchParams): Readonly<Record<string, unknown>> {
  const { properties } = inputOf(verb);
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      const type = Object.hasOwn(properties, name) ? properties[name]!.type : undefined;
      const read = (text: string) => ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : type === "boolean" && /^(true|false)$/.test(text) ? text === "true" : text);
      return [name, type === "array" ? values : values.length === 1 ? read(values[0]!) : values];
    }),
  );
}

const longestWait = 30;
const mostKeys = 1000;

/** What begins jobs: the same request with the same Idempotency-Key is the same job. */
export function newStarter(jobs: Jobs): (verb: Listed, request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const keys = new Map<string, { readonly body: string; readonly job: Job }>();
  return async (verb, request, response) => {
    const { input = {}, answers, ...others } = await readJson(request);
    const [other] = Object.keys(others);
    if (other !== undefined) throw wrong(`${other.slice(0, 40)}: the body takes input and answers`, `what the verb takes goes into input: ${JSON.stringify({ input: { [other.slice(0, 40)]: "…" } })}`);
    if (!isObject(input)) throw wrong("input: expected an object");
    // What cannot be carried out is refused at once, and is no job.
    checkInput(verb, input as Readonly<Record<string, unknown>>, { local: false });
    if (answers !== undefined && !(isObject(answers) && Object.entries(answers).every(([code, one]) => code === answerable && isAnswer(one)))) throw wrong('answers: expected an object such as { "apply": { "value": "yes", "plan": "…" } }');
    const key = request.headers["idempotency-key"];
    if (key !== undefined && (typeof key !== "string" || !/^[\x21-\x7e]{1,100}$/.test(key))) throw wrong("Idempotency-Key: expected up to 100 printable characters");
    const body = createHash("sha256").update(JSON.stringify([verb.name, input, answers])).digest("hex");
    const known = key === undefined ? undefined : keys.get(key);
    if (known !== undefined && known.body !== body) throw new PmpcError("key-used", "this Idempotency-Key was used for another request", { hint: "take a new key for a new request", exit: exit.usage, facts: { status: 422 } });
    const job = known?.job ?? jobs.start({ verb, input: input as Readonly<Record<string, unknown>>, answers: answers as Readonly<Record<string, Reply>> | undefined });
    if (key !== undefined) keys.set(key, { body, job });
    for (const old of [...keys.keys()].slice(0, -mostKeys)) keys.delete(old);
    const wait = waitOf(request);
    if (wait > 0 && (await endWithin(job, wait * 1000))) return sendEnd(job, response);
    sendJson(response, 202, jobOf(job), { Location: `${api}/jobs/${job.id}`, ...(wait > 0 ? { "Preference-Applied": "wait" } : {}) });
  };
}

/** `Prefer: wait=20`: seconds that the client would wait for the end. */
function waitOf({ headers }: IncomingMessage): number {
  const [, seconds] = /(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])/.exec(String(headers.prefer ?? "")) ?? [];
  return Math.min(longestWait, Number(seconds ?? 0));
}

async function endWithin(job: Job, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([job.end, late]);
  clearTimeout(timer);
  return job.ended() !== undefined;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
const isAnswer = (value: unknown) => isObject(value) && Object.keys(value).length === 2 && "value" in value && (value.value === "yes" || value.value === "no") && "plan" in value && typeof value.plan === "string";
const wrong = (what: string, hint = "GET /api/v1/openapi.json says what a request looks like") => new PmpcError("wrong-body", what, { hint, exit: exit.usage });
