import type { IncomingMessage, ServerResponse } from "node:http";
import { createMcpHandler, type Server } from "@modelcontextprotocol/server";
import { answerWith } from "../http/web";
import type { Jobs } from "../machine/jobs";
import type { Bound } from "../machine/offer";
import { serverFactory } from "./server";

/** Answers the requests of assistants, in a server that others have opened. */
export const endpointOf = (bound: Bound, jobs: Jobs): Endpoint => endpointFor(serverFactory(bound, jobs));

export type Endpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The same for any server of the protocol. */
export function endpointFor(factory: () => Server): Endpoint {
  const handler = createMcpHandler(factory);
  return (request, response) => answerWith(handler.fetch, request, response);
}
