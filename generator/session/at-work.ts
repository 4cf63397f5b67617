import { holderOf, sayHolder } from "../workspace/lock";
import { runningIn, sayRun } from "./earlier-run";

/** Who changes a workspace at this moment, as a line; undefined if nobody else does. */
export function atWork(root: string): string | undefined {
  const running = runningIn(root);
  if (running !== undefined) return `${sayRun(running.state)} is still running: /status shows how far it is, /apply follows it`;
  const holder = holderOf(root);
  return holder === undefined || holder.pid === process.pid ? undefined : `in use by ${sayHolder(holder)}`;
}
