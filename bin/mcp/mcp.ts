import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { exit } from "../../lib/error";
import type { Opened } from "../door";
import { listen } from "../http/listen";
import type { Bound } from "../machine/offer";
import { openJobs, type Jobs } from "../machine/jobs";
import { endpointOf } from "./endpoint";
import { serverFactory } from "./server";

/** `pmpc mcp`: until the client leaves, or somebody stops it. */
export async function openMcp({ bound, input, signal }: Opened): Promise<number> {
  const jobs = openJobs(bound);
  try {
    await (input.http === true ? overHttp(bound, jobs, Number(input.port ?? 8621), signal) : overStdio(serverFactory(bound, jobs), signal));
  } finally {
    jobs.close();
  }
  return exit.done;
}

/** Standard output is the client's: nothing else is written there. */
async function overStdio(factory: ReturnType<typeof serverFactory>, signal: AbortSignal): Promise<void> {
  const served = serveStdio(factory, { onerror: (error) => process.stderr.write(`pmpc mcp: ${error.message.replace(/[^ -~]/g, "?")}\n`) });
  await new Promise<void>((resolve) => {
    process.stdin.once("end", resolve).once("close", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await served.close();
}

async function overHttp(bound: Bound, jobs: Jobs, port: number, signal: AbortSignal): Promise<void> {
  const assistant = endpointOf(bound, jobs);
  const server = await listen({
    door: "mcp",
    port,
    environment: bound.context.environment,
    refuse: ({ status, error }, response) => void response.writeHead(status, { "Content-Type": "application/json", ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}) }).end(JSON.stringify({ error: { code: error.code, message: error.message, hint: error.hint } })),
    async answer(request, response) {
      if (request.url?.split("?")[0] === "/mcp") await assistant(request, response);
      else response.writeHead(404, { "Content-Type": "application/json" }).end(JSON.stringify({ error: { code: "not-found", message: "there is nothing here", hint: "the door is at /mcp" } }));
    },
  });
  process.stdout.write(`  mcp          ${server.address}/mcp\n  token        ${server.token}\n`);
  await new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
  await server.close();
}
