import type { IncomingMessage, ServerResponse } from "node:http";
import { exit, PmpcError } from "../../lib/error";
import type { Opened } from "../door";
import { listen } from "../http/listen";
import { openJobs, type Jobs } from "../machine/jobs";
import { offered, whoRuns, type Bound } from "../machine/offer";
import { briefOf, jobOf, newStreams } from "./jobs";
import { metricsOf } from "./metrics";
import { openapiOf } from "./openapi";
import { page, pageHeaders } from "./page";
import { noRoute, problemOfError, sendJson, sendProblem } from "./problem";
import { answerLook, api, isLook, newStarter, verbsByPath } from "./verbs";

/** `pmpc serve`: until somebody stops it. */
export async function openRest({ bound, input, signal }: Opened): Promise<number> {
  const jobs = openJobs(bound);
  const assistant = lateAssistant(bound, jobs);
  const route = routesOf(bound, jobs);
  const server = await listen({
    door: "rest",
    port: Number(input.port ?? 8620),
    ...(typeof input.socket === "string" ? { socket: input.socket } : {}),
    environment: bound.context.environment,
    open: ["/", "/healthz"],
    refuse: ({ status, error }, response) => sendProblem(problemOfError(error, status), response),
    async answer(request, response) {
      response.setHeader("X-Content-Type-Options", "nosniff");
      try {
        if (pathIn(request) === "/mcp") await (await assistant())(request, response);
        else await route(request, response);
      } catch (error) {
        if (response.headersSent) response.destroy();
        else sendProblem(problemOfError(error), response);
      }
    },
  });
  process.stdout.write(`  api          ${server.address}\n  token        ${server.token}\n`);
  await new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
  jobs.close();
  await server.close();
  return exit.done;
}

const pathIn = ({ url = "/" }: IncomingMessage) => url.split("?")[0]!;

/** The endpoint for assistants, loaded when one comes. */
function lateAssistant(bound: Bound, jobs: Jobs): () => Promise<(request: IncomingMessage, response: ServerResponse) => Promise<void>> {
  let opened: Promise<(request: IncomingMessage, response: ServerResponse) => Promise<void>> | undefined;
  return () => (opened ??= import("../mcp/endpoint.js").then(({ endpointOf }) => endpointOf(bound, jobs)));
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function routesOf(bound: Bound, jobs: Jobs): Route {
  const verbs = verbsByPath(bound);
  const start = newStarter(jobs);
  const stream = newStreams();
  const list = offered(bound).find(({ name }) => name === "list")!;
  let description: object | undefined;
  const fixed: Readonly<Record<string, (response: ServerResponse) => void | Promise<void>>> = {
    "/": (response) => void response.writeHead(200, pageHeaders).end(page),
    "/healthz": (response) => sendJson(response, 200, { status: "ok" }),
    "/metrics": async (response) => void response.writeHead(200, { "Content-Type": "application/openmetrics-text; version=1.0.0; charset=utf-8", "Cache-Control": "no-store" }).end(await metricsOf(list, bound, jobs)),
    [`${api}/openapi.json`]: (response) => sendJson(response, 200, (description ??= openapiOf(bound))),
    [`${api}/verbs`]: (response) => sendJson(response, 200, { verbs: [...verbs].map(([path, verb]) => ({ verb: verb.name, summary: verb.summary, effect: verb.effect, method: isLook(verb) ? "GET" : "POST", path })) }),
    [`${api}/jobs`]: (response) => sendJson(response, 200, { jobs: jobs.all().map(briefOf) }),
  };
  return async (request, response) => {
    const [path, method = "GET"] = [pathIn(request), request.method];
    const own = Object.hasOwn(fixed, path) ? fixed[path] : undefined;
    const verb = verbs.get(path);
    const [, id, events] = /^\/api\/v1\/jobs\/([^/]+)(\/events)?$/.exec(path) ?? [];
    if (own !== undefined) return method === "GET" ? await own(response) : refuseMethod(response, "GET");
    if (verb !== undefined && isLook(verb)) return method === "GET" ? await answerLook(verb, new URLSearchParams(request.url!.split("?").slice(1).join("?")), bound, response) : refuseMethod(response, "GET");
    if (verb !== undefined) return method === "POST" ? await start(verb, request, response) : refuseMethod(response, "POST");
    if (id === undefined) throw noRoute(path, path.startsWith(`${api}/`) ? whoRuns(path.slice(api.length + 1).replaceAll("/", " "), bound) : undefined);
    const job = jobs.find(id);
    if (job === undefined) throw new PmpcError("no-job", "there is no such job", { hint: "GET /api/v1/jobs lists them; the oldest of many are forgotten, and all when the server ends: GET /api/v1/audit says what was done", exit: exit.notFound });
    if (events !== undefined) return method === "GET" ? stream(job, request, response) : refuseMethod(response, "GET");
    if (method === "DELETE") job.cancel();
    else if (method !== "GET") return refuseMethod(response, "GET, DELETE");
    sendJson(response, method === "DELETE" ? 202 : 200, jobOf(job));
  };
}

function refuseMethod(response: ServerResponse, allow: string): void {
  sendProblem(problemOfError(new PmpcError("wrong-method", `this takes ${allow}`, { hint: "GET /api/v1/openapi.json says what there is", exit: exit.usage }), 405), response, { Allow: allow });
}
