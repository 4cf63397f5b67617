import { holderOf } from "../workspace/lock";
import { runningIn } from "./earlier-run";

/** Who changes a workspace at this moment, as a line; undefined if nobody else does. */
export function atWork(root: string): string | undefined {
  const running = runningIn(root);
  if (running !== undefined) return `the ${running.state.record.verb} that began at ${clock(running.state.record.since)} is still running: /status shows how far it is, /apply follows it`;
  const holder = holderOf(root);
  return holder === undefined || holder.pid === process.pid ? undefined : `in use by ${holder.command} since ${clock(holder.since)} (process ${holder.pid} on ${holder.host})`;
}

const clock = (at: string) => `${at.slice(0, 16).replace("T", " ")} UTC`;
