import type { ServerResponse } from "node:http";
import { exit, isPmpcError, PmpcError, type ExitCode } from "../../lib/error";
import { failed, type Failed } from "../machine/run";

/** What HTTP calls the ways to end. What the cluster or a tool refused is not this server's fault. */
const statusOf: Readonly<Partial<Record<ExitCode, number>>> = { [exit.usage]: 400, [exit.notAuthorised]: 403, [exit.notFound]: 404, [exit.refused]: 409, [exit.failed]: 424, [exit.partial]: 424 };

/** An error as RFC 9457 has it. */
export interface HttpProblem {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export function problemOf({ exit: code, error }: Failed, status = error.code === "unexpected" ? 500 : error.question === undefined ? (statusOf[code] ?? 424) : 409): HttpProblem {
  const { facts: { status: said, ...facts } = {}, message, hint, question, code: word } = error;
  const final = typeof said === "number" ? said : status;
  return {
    status: final,
    body: { type: `urn:pmpc:error:${word}`, title: message, status: final, code: word, exit: code, ...(hint === undefined ? {} : { hint }), ...(Object.keys(facts).length === 0 ? {} : { facts }), ...(question === undefined ? {} : { question }) },
  };
}

export const problemOfError = (error: unknown, status?: number): HttpProblem => (status === undefined || !isPmpcError(error) ? problemOf(failed(error)) : problemOf(failed(error), status));

/** An address that leads nowhere, or takes another method. */
export const noRoute = (path: string, hint = "GET /api/v1/openapi.json says what there is") => new PmpcError("no-route", `there is nothing at ${path.slice(0, 100)}`, { hint, exit: exit.notFound });

export function sendProblem({ status, body }: HttpProblem, response: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}), ...(status === 429 ? { "Retry-After": "1" } : {}), ...headers }).end(JSON.stringify(body));
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers }).end(JSON.stringify(value));
}
