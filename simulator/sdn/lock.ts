import { failed } from "../refusal";
import type { Call } from "../route";

/** Holds the token of the one who may change the configuration for now. */
export const lockFile = "sdn/.lock";

/** Refuses a change while somebody else holds the lock. */
export function assertToken({ cluster, given }: Call): void {
  const held = cluster.files.get(lockFile);
  const sent = given["lock-token"] === undefined ? undefined : String(given["lock-token"]);
  if (held === sent || (held === undefined && sent === undefined)) return;
  throw failed(held === undefined ? "SDN configuration is not locked" : sent === undefined ? "SDN configuration is currently locked" : "invalid lock token provided");
}
