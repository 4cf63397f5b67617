import type { Context } from "../generator/engine/action";
import type { Host } from "../generator/engine/host";
import type { Listed } from "../generator/engine/listing";

/** What a command line is run with. */
export interface Place {
  readonly actions: readonly Listed[];
  /** All but the host: that is the terminal. */
  readonly context: Omit<Context, "host">;
  /** Nothing that was written is written over, as a screen reader wants it. A terminal that cannot (`TERM=dumb`) says so itself. */
  readonly plain?: boolean;
  /** What a console does with the terminal as host. */
  readonly around?: (host: Host) => Host;
}

/** Whether lines are only ever added to a terminal. */
export const isPlain = ({ plain, context }: Pick<Place, "plain" | "context">): boolean => plain === true || context.environment.TERM === "dumb";
