import type { IncomingHttpHeaders } from "node:http";
import { answer } from "../../../simulator/respond";
import type { Cluster } from "../../../simulator/cluster";
import type { UserId } from "../../../simulator/permission";

/** What root@pam signs in with in every scene. */
export const rootPassword = "root";

/** What the one who asks sends along: a token that is good, a ticket with or without its signature, whatever else he is called, or nothing. */
export function headersOf(actor: string, cluster: Cluster, holders: ReadonlyMap<string, UserId>, note = ""): IncomingHttpHeaders {
  if (actor === "none") return /cookie|ticket/i.test(note) ? { cookie: "PVEAuthCookie=PVE:root@pam:6B03FA51::wrong" } : {};
  if (actor.startsWith("root ticket")) return ticketHeaders(actor, cluster);
  const token = holders.get(actor);
  return { authorization: `PVEAPIToken=${token === undefined ? actor : `${token}=${cluster.secrets.get(token) ?? ""}`}` };
}

function ticketHeaders(actor: string, cluster: Cluster): IncomingHttpHeaders {
  const body = { username: "root@pam", password: rootPassword };
  const login = answer(cluster, { method: "POST", address: "/access/ticket", body }).body?.data as { ticket: string; CSRFPreventionToken: string };
  const cookie = `PVEAuthCookie=${encodeURIComponent(login.ticket)}`;
  if (actor.includes("no CSRF")) return { cookie };
  return { cookie, csrfpreventiontoken: actor.includes("wrong CSRF") ? "6B03FA51:wrong" : login.CSRFPreventionToken };
}
