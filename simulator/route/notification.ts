import { createHash } from "node:crypto";
import { parseNotifications, targetAnswer } from "../../lib/pve/file/notifications";
import { bytesOf } from "../../lib/pve/bytes";
import type { Cluster } from "../cluster";
import { failed } from "../refusal";
import { given, index, mayAny, needs, type Call, type Route } from "../route";

const at = "/cluster/notifications";
const rights = ["Mapping.Modify", "Mapping.Audit", "Mapping.Use"] as const;
const endpoints = ["gotify", "sendmail", "smtp", "webhook"] as const;

/** Endpoints and matchers as they are read; a digest here is SHA-256. */
export const notificationRoutes: readonly Route[] = [
  { method: "GET", path: at, run: () => index("name", "endpoints matchers targets matcher-fields matcher-field-values") },
  { method: "GET", path: `${at}/endpoints`, run: () => index("name", endpoints.join(" ")) },
  { method: "GET", path: `${at}/targets`, unordered: true, run: (call) => targets(call) },
  { method: "GET", path: `${at}/matcher-fields`, run: () => index("name", "type hostname job-id") },
  ...([...endpoints, "matcher"] as const).flatMap((type) => routesOf(type, type === "matcher" ? `${at}/matchers` : `${at}/endpoints/${type}`)),
];

function routesOf(type: string, path: string): Route[] {
  return [
    { method: "GET", path, unordered: true, run: (call) => rowsOf(call.cluster).filter((row) => row.type === type && maySee(call, row.name)).map(({ row }) => row) },
    { method: "GET", path: `${path}/{name}`, ...needs("/mapping/notifications/{name}", ...rights), run: (call) => read(call, type) },
  ];
}

const maySee = (call: Call, name: string) => mayAny(call, `/mapping/notifications/${name}`, ...rights);

const rowsOf = ({ files }: Cluster) => parseNotifications(files.get("notifications.cfg") ?? "");

function read(call: Call, type: string) {
  const name = given(call, "name");
  const found = rowsOf(call.cluster).find((row) => row.type === type && row.name === name);
  if (!found) throw failed(`${type === "matcher" ? "matcher" : "endpoint"} '${name}' does not exist`);
  return { ...found.row, digest: createHash("sha256").update(bytesOf(call.cluster.files.get("notifications.cfg") ?? "")).digest("hex") };
}

const targets = (call: Call) => rowsOf(call.cluster).filter(({ type, name }) => type !== "matcher" && maySee(call, name)).map(targetAnswer);
