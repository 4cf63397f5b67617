import { headsOf, printAnchor } from "../audit/anchor";
import { readChains } from "../audit/log";
import type { Configuration } from "../settings/configuration";
import type { StateStore } from "../store/state-store";
import { sendToSyslog } from "../transport/syslog";

/** A workspace with an audit log. */
export interface Audited {
  readonly root: string;
  readonly configuration: Configuration | undefined;
  readonly store: Pick<StateStore, "anchor">;
}

/** Tells the ends of a workspace's audit logs to the place that its settings name; gives the place, undefined if there is none. */
export async function anchorAudit({ root, configuration, store }: Audited, now: Date): Promise<string | undefined> {
  const where = configuration?.auditAnchor;
  if (where === undefined) return undefined;
  const heads = headsOf(readChains(root));
  if (where === "store") await store.anchor(configuration, heads);
  else for (const head of heads) await sendToSyslog(where, printAnchor(configuration, head), now);
  return where;
}
