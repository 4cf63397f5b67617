import type { IncomingMessage, ServerResponse } from "node:http";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { answerWith } from "../http/web";
import type { Jobs } from "../machine/jobs";
import type { Bound } from "../machine/offer";
import { serverFactory } from "./server";

/** Answers the requests of assistants, in a server that others have opened. */
export function endpointOf(bound: Bound, jobs: Jobs): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const handler = createMcpHandler(serverFactory(bound, jobs));
  return (request, response) => answerWith(handler.fetch, request, response);
}
