import type { Context } from "../generator/engine/action";
import type { Host } from "../generator/engine/host";
import type { Listed } from "../generator/engine/listing";

/** What a command line is run with. */
export interface Place {
  readonly actions: readonly Listed[];
  /** All but the host: that is the terminal. */
  readonly context: Omit<Context, "host">;
  /** What a console does with the terminal as host. */
  readonly around?: (host: Host) => Host;
}
