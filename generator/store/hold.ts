/** A cluster that no other user of the same store may change meanwhile. */
export interface Hold {
  /** What another process needs to hold it, too; undefined if nothing has to be held. */
  readonly share?: Share;
  release(): Promise<void>;
}

/** Nothing has to be held: one process has the workspace alone. */
export const noHold: Hold = { release: async () => {} };

/** A hold that another process takes part in, and keeps. */
export interface Share {
  readonly url: string;
  readonly cluster: number;
  readonly title: string;
  /** The server's number for the connection that holds it. */
  readonly connection: number;
}

/**
 * Takes part in a hold, and keeps it until it is released or this process ends, whatever becomes of the process that gave it. Throws
 * where that one has let go before: somebody else may have it by now.
 */
export async function shareHold(share: Share | undefined): Promise<Hold> {
  return share === undefined ? noHold : (await import("./postgres/lock.js")).shareCluster(share);
}
