import { createHash } from "node:crypto";
import { parseBlocks, type Block } from "../../lib/pve/file/section-config";
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

type Row = Readonly<Record<string, unknown>>;

function routesOf(type: string, path: string): Route[] {
  return [
    { method: "GET", path, unordered: true, run: (call) => rowsOf(call.cluster).filter((row) => row.type === type && maySee(call, row.name)).map(({ row }) => row) },
    { method: "GET", path: `${path}/{name}`, ...needs("/mapping/notifications/{name}", ...rights), run: (call) => read(call, type) },
  ];
}

const maySee = (call: Call, name: string) => mayAny(call, `/mapping/notifications/${name}`, ...rights);

/** What is there without anybody having said it. */
const builtin: readonly Block[] = [
  { type: "sendmail", id: "mail-to-root", lines: [["comment", "Send mails to root@pam's email address"], ["mailto-user", "root@pam"]] },
  { type: "matcher", id: "default-matcher", lines: [["comment", "Route all notifications to mail-to-root"], ["mode", "all"], ["target", "mail-to-root"]] },
];

const lists = new Set(["mailto", "mailto-user", "header", "target", "match-field", "match-severity", "match-calendar"]);
const flags = new Set(["disable", "invert-match"]);

function rowsOf({ files }: Cluster): { readonly type: string; readonly name: string; readonly row: Row }[] {
  const blocks = new Map([...builtin, ...parseBlocks(files.get("notifications.cfg") ?? "")].map((block) => [`${block.type} ${block.id}`, block]));
  return [...blocks.values()].map(({ type, id, lines }) => {
    const row: Record<string, unknown> = { name: id };
    for (const [key, value = "1"] of lines) {
      if (lists.has(key)) row[key] = [...((row[key] as readonly string[] | undefined) ?? []), value];
      else if (flags.has(key)) row[key] = /^(1|true|on|yes)$/i.test(value) ? 1 : 0;
      else row[key] = key === "port" ? Number(value) : value;
    }
    const own = builtin.find((block) => block.type === type && block.id === id);
    const origin = own === undefined ? "user-created" : sameLines(own, lines) ? "builtin" : "modified-builtin";
    return { type, name: id, row: { ...row, origin } };
  });
}

const sameLines = ({ lines }: Block, others: Block["lines"]) => [...lines].map(String).sort().join("\n") === [...others].map(String).sort().join("\n");

function read(call: Call, type: string) {
  const name = given(call, "name");
  const found = rowsOf(call.cluster).find((row) => row.type === type && row.name === name);
  if (!found) throw failed(`${type === "matcher" ? "matcher" : "endpoint"} '${name}' does not exist`);
  return { ...found.row, digest: createHash("sha256").update(bytesOf(call.cluster.files.get("notifications.cfg") ?? "")).digest("hex") };
}

function targets(call: Call) {
  const all = rowsOf(call.cluster).filter(({ type, name }) => type !== "matcher" && maySee(call, name));
  return all.map(({ type, row: { name, comment, disable, origin } }) => ({ name, type, origin, ...(comment === undefined ? {} : { comment }), ...(disable === undefined ? {} : { disable }) }));
}
