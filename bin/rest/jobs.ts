import type { IncomingMessage, ServerResponse } from "node:http";
import { PmpcError } from "../../lib/error";
import type { Job, Said } from "../machine/jobs";
import { problemOf, sendJson, sendProblem } from "./problem";

/** A job as it is told of. `asked`: it needs an answer that did not come with the request. */
export function jobOf(job: Job): object {
  const ended = job.ended();
  return { ...briefOf(job), ...(ended === undefined ? {} : "report" in ended ? ended : { exit: ended.exit, problem: problemOf(ended).body }) };
}

/** A job among others: its report is asked for by its id. */
export function briefOf(job: Job): object {
  const ended = job.ended();
  const state = ended === undefined ? "running" : "report" in ended ? "done" : ended.error.question === undefined ? "failed" : "asked";
  return { id: job.id, verb: job.verb, since: job.since, state, doing: job.doing(), ...(ended === undefined ? {} : { exit: ended.exit }) };
}

/** The end of a job, as if it had been waited for. */
export function sendEnd(job: Job, response: ServerResponse): void {
  const ended = job.ended()!;
  const headers = { "Content-Location": `/api/v1/jobs/${job.id}` };
  if ("error" in ended) sendProblem(problemOf(ended), response, headers);
  else sendJson(response, 200, ended, headers);
}

const mostStreams = 32;
const pulse = 15_000;
// Who does not read is let go, and comes back with the last id that it saw.
const mostWaiting = 2 ** 20;

/** Tells what a job says, as server-sent events; from the event after `Last-Event-ID` on. */
export function newStreams(): (job: Job, request: IncomingMessage, response: ServerResponse) => void {
  let open = 0;
  return (job, { headers }, response) => {
    if (open >= mostStreams) throw new PmpcError("too-many-streams", `${open} streams are open already`, { hint: "close one", facts: { status: 429 } });
    open++;
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
    const tell = ({ id, event }: Said) => send(`id: ${id}\nevent: ${event.code}\ndata: ${JSON.stringify({ says: event.says, data: event.data })}\n\n`);
    const send = (text: string) => {
      response.write(text);
      if (response.writableLength > mostWaiting) response.destroy();
    };
    const end = () => {
      send(`event: end\ndata: ${JSON.stringify(jobOf(job))}\n\n`);
      response.end();
    };
    const last = Number(headers["last-event-id"] ?? 0);
    for (const said of job.after(Number.isSafeInteger(last) ? last : 0)) tell(said);
    const beat = setInterval(() => send(": still here\n\n"), pulse);
    const leave = job.follow((said) => (said === undefined ? end() : tell(said)));
    response.once("close", () => {
      open--;
      clearInterval(beat);
      leave();
    });
    if (job.ended() !== undefined) end();
  };
}
