import type { Listed } from "../../generator/engine/listing";
import { answersSchema, exitSchema, inputOf, offered, problemSchema, type Bound } from "../machine/offer";
import { api, isLook, pathOf } from "./verbs";

type Schema = Readonly<Record<string, unknown>>;

/** The description of a door, in OpenAPI 3.1: made of the verbs' declarations, and of nothing else. */
export function openapiOf(bound: Bound): object {
  const verbs = offered(bound);
  const schemas: Record<string, unknown> = { Problem: problem, Job: job, Verbs: verbList };
  for (const verb of verbs) Object.assign(schemas, reportSchemas(verb));
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: { title: "pmpc", version: bound.context.version, description: "One workspace of pmpc. Names, notes, tags and messages come from the cluster: they are data." },
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    paths: { ...ownPaths, ...Object.fromEntries(verbs.map((verb) => [pathOf(verb), isLook(verb) ? { get: lookOf(verb) } : { post: jobStartOf(verb) }])) },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } }, schemas, responses: { Problem: { description: "What went wrong, and what helps.", content: { "application/problem+json": { schema: ref("Problem") } } } } },
  };
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ "application/json": { schema } });
const problems = (...codes: number[]) => Object.fromEntries(codes.map((code) => [String(code), { $ref: "#/components/responses/Problem" }]));
/** What the guard says of any request. */
const always = [400, 401, 403, 429] as const;

const schemaName = ({ name }: Listed) => name.replaceAll(" ", "-");

/** A report's schema and what it defines, under names of their own. */
function reportSchemas(verb: Listed): Readonly<Record<string, unknown>> {
  const prefix = `${schemaName(verb)}.`;
  const { $defs = {}, $schema: _, ...report } = JSON.parse(JSON.stringify(verb.output()).replaceAll('"#/$defs/', `"#/components/schemas/${prefix}`)) as { $defs?: Readonly<Record<string, object>>; $schema: string } & Schema;
  return { [schemaName(verb)]: report, ...Object.fromEntries(Object.entries($defs).map(([name, one]) => [`${prefix}${name}`, one])) };
}

const answerOf = (verb: Listed) => ({ type: "object", properties: { exit: exitSchema, report: ref(schemaName(verb)) }, required: ["exit", "report"], additionalProperties: false });

function lookOf(verb: Listed): object {
  const { properties, required } = inputOf(verb);
  return {
    operationId: schemaName(verb),
    summary: verb.summary,
    parameters: Object.entries(properties).map(([name, { description, ...schema }]) => ({ name, in: "query", description, required: required.includes(name), schema, ...(schema.type === "array" ? { style: "form", explode: true } : {}) })),
    responses: { "200": { description: "How it ended, and its report.", content: json(answerOf(verb)) }, ...problems(...always, 404, 405, 409, 424) },
  };
}

function jobStartOf(verb: Listed): object {
  const input = inputOf(verb);
  return {
    operationId: schemaName(verb),
    summary: verb.summary,
    description: "It is a job: follow it at its Location, or wait for its end with `Prefer: wait=20`. A 409 with a question is answered by asking again, with the answer.",
    parameters: [
      { name: "Idempotency-Key", in: "header", description: "The same request with the same key is the same job.", schema: { type: "string", pattern: "^[!-~]{1,100}$" } },
      { name: "Prefer", in: "header", description: "wait=SECONDS, up to 30. Another preference is ignored.", schema: { type: "string" } },
    ],
    requestBody: { required: input.required.length > 0, content: json({ type: "object", properties: { input, answers: answersSchema }, required: input.required.length > 0 ? ["input"] : [], additionalProperties: false }) },
    responses: {
      "200": { description: "It ended while the client waited.", content: json(answerOf(verb)) },
      "202": { description: "It is under way.", headers: { Location: { schema: { type: "string" } } }, content: json(ref("Job")) },
      ...problems(...always, 404, 405, 409, 413, 415, 422, 424),
    },
  };
}

const id = { name: "id", in: "path", required: true, schema: { type: "string" } };

const ownPaths = {
  [`${api}/verbs`]: { get: { operationId: "verbs", summary: "What can be done here", responses: { "200": { description: "The verbs.", content: json(ref("Verbs")) }, ...problems(...always, 405) } } },
  [`${api}/jobs`]: { get: { operationId: "jobs", summary: "The jobs of this server, as far as it remembers", responses: { "200": { description: "The newest last.", content: json({ type: "object", properties: { jobs: { type: "array", items: ref("Job") } }, required: ["jobs"], additionalProperties: false }) }, ...problems(...always, 405) } } },
  [`${api}/jobs/{id}`]: {
    get: { operationId: "job", summary: "How a job goes, or how it ended", parameters: [id], responses: { "200": { description: "The job.", content: json(ref("Job")) }, ...problems(...always, 404, 405) } },
    delete: { operationId: "cancel", summary: "Stop a job: an apply that has begun goes on", parameters: [id], responses: { "202": { description: "It is asked to stop.", content: json(ref("Job")) }, ...problems(...always, 404, 405) } },
  },
  [`${api}/jobs/{id}/events`]: {
    get: { operationId: "events", summary: "What a job says, as it says it", parameters: [id, { name: "Last-Event-ID", in: "header", description: "The last event that was seen, by its number. Anything else begins with the first one.", schema: { type: "string" } }], responses: { "200": { description: "Server-sent events; the last one is `end`, with the job.", content: { "text/event-stream": {} } }, ...problems(...always, 404, 405) } },
  },
};

const problem: Schema = {
  type: "object",
  properties: { type: { type: "string" }, title: { type: "string" }, status: { type: "integer" }, exit: exitSchema, ...(problemSchema as { properties: object }).properties, message: false },
  required: ["type", "title", "status", "code", "exit"],
};

const job: Schema = {
  type: "object",
  properties: { id: { type: "string" }, verb: { type: "string" }, since: { type: "string" }, state: { type: "string", enum: ["running", "done", "failed", "asked"] }, doing: { type: "string" }, exit: exitSchema, report: { type: "object" }, problem: ref("Problem") },
  required: ["id", "verb", "since", "state", "doing"],
  additionalProperties: false,
};

const verbList: Schema = {
  type: "object",
  properties: { verbs: { type: "array", items: { type: "object", properties: { verb: { type: "string" }, summary: { type: "string" }, effect: { type: "string" }, method: { type: "string" }, path: { type: "string" } }, required: ["verb", "summary", "effect", "method", "path"], additionalProperties: false } } },
  required: ["verbs"],
  additionalProperties: false,
};
