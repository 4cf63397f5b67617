import { createHash } from "node:crypto";
import { bytesOf } from "../lib/pve/bytes";

/** One source of packages, as Proxmox VE answers it. */
export interface Repository {
  readonly Types: readonly string[];
  readonly URIs: readonly string[];
  readonly Suites: readonly string[];
  readonly Components?: readonly string[];
  readonly Options?: readonly { readonly Key: string; readonly Values: readonly string[] }[];
  readonly Comment?: string;
  readonly FileType: "list" | "sources";
  readonly Enabled: 0 | 1;
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");

export function parseRepositories(path: string, text: string): Repository[] {
  return path.endsWith(".list") ? parseLines(text) : parseStanzas(text);
}

/** `deb [arch=amd64] https://… stable main # comment`; one that is commented out is disabled. */
function parseLines(text: string): Repository[] {
  const found: Repository[] = [];
  let comment = "";
  for (const line of text.split("\n")) {
    const [, off, type, options, rest] = /^\s*(#\s*)?(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(.+)$/.exec(line) ?? [];
    if (type === undefined) {
      comment = line.trim() === "" ? "" : line.startsWith("#") ? `${comment}${line.slice(1)}\n` : comment;
      continue;
    }
    const [body = "", ...tail] = rest!.split("#");
    const [uri = "", suite = "", ...components] = words(body);
    const said = tail.length > 0 ? `${comment}${tail.join("#").trimEnd()}\n` : comment;
    found.push({
      Types: [type],
      URIs: [uri],
      Suites: [suite],
      ...(components.length > 0 ? { Components: components } : {}),
      ...(options === undefined ? {} : { Options: words(options).map((option) => ({ Key: option.split("=")[0]!, Values: (option.split("=")[1] ?? "").split(",") })) }),
      ...(said === "" ? {} : { Comment: said }),
      FileType: "list",
      Enabled: off === undefined ? 1 : 0,
    });
    comment = "";
  }
  return found;
}

/** Paragraphs of `Types:`, `URIs:`, `Suites:` and the rest. */
function parseStanzas(text: string): Repository[] {
  return stanzasIn(text).map(({ lines }) => {
    const fields = new Map(lines.flatMap((line) => (line.startsWith("#") || !line.includes(":") ? [] : [[line.slice(0, line.indexOf(":")).trim(), words(line.slice(line.indexOf(":") + 1))] as const])));
    const comment = lines.filter((line) => line.startsWith("#")).map((line) => `${line.slice(1)}\n`).join("");
    const take = (name: string) => [...fields].find(([key]) => key.toLowerCase() === name)?.[1];
    const own = new Set(["types", "uris", "suites", "components"]);
    const options = [...fields].filter(([key]) => !own.has(key.toLowerCase())).map(([Key, Values]) => ({ Key, Values }));
    const components = take("components");
    return {
      Types: take("types") ?? [],
      URIs: take("uris") ?? [],
      Suites: take("suites") ?? [],
      ...(components === undefined ? {} : { Components: components }),
      ...(options.length > 0 ? { Options: options } : {}),
      ...(comment === "" ? {} : { Comment: comment }),
      FileType: "sources" as const,
      Enabled: /^(no|false|0)$/i.test(take("enabled")?.[0] ?? "") ? (0 as const) : (1 as const),
    };
  });
}

const stanzasIn = (text: string) =>
  text
    .split(/\n[ \t]*\n/)
    .map((block) => ({ lines: block.split("\n").filter((line) => line.trim() !== "") }))
    .filter(({ lines }) => lines.some((line) => /^types\s*:/i.test(line)));

/** The text with one of its repositories enabled or disabled; undefined if there is no such one. */
export function withEnabled(path: string, text: string, index: number, enabled: boolean): string | undefined {
  return path.endsWith(".list") ? lineEnabled(text, index, enabled) : stanzaEnabled(text, index, enabled);
}

function lineEnabled(text: string, index: number, enabled: boolean): string | undefined {
  let at = -1;
  let found = false;
  const lines = text.split("\n").map((line) => {
    const [, type] = /^\s*(?:#\s*)?(deb|deb-src)\s/.exec(line) ?? [];
    if (type === undefined || ++at !== index) return line;
    found = true;
    return `${enabled ? "" : "# "}${line.replace(/^\s*#?\s*/, "")}`;
  });
  return found ? lines.join("\n") : undefined;
}

function stanzaEnabled(text: string, index: number, enabled: boolean): string | undefined {
  const blocks = stanzasIn(text);
  if (blocks[index] === undefined) return undefined;
  const changed = blocks.map(({ lines }, at) => (at === index ? [...lines.filter((line) => !/^enabled\s*:/i.test(line)), `Enabled: ${enabled}`] : lines));
  return `${changed.map((lines) => lines.map((line) => `${line}\n`).join("")).join("\n")}`;
}

const sha256 = (text: string) => createHash("sha256").update(bytesOf(text)).digest();

/** A file's digest, as numbers. */
export const digestNumbers = (text: string): number[] => [...sha256(text)];
/** One digest for all files. */
export const digestOfAll = (files: readonly (readonly [path: string, text: string])[]): string => sha256(files.map(([path, text]) => `${path}\n${text}`).join("\n")).toString("hex");

export interface Standard {
  readonly handle: string;
  readonly name: string;
  readonly file: string;
  readonly uri: string;
  readonly component: string;
}

const standard = (handle: string, name: string, file: string, uri: string, component: string): Standard => ({ handle, name, file, uri, component });
const ceph = "http://download.proxmox.com/debian/ceph-squid";

/** Repositories of Proxmox by their handles. */
export const standards: readonly Standard[] = [
  standard("enterprise", "Enterprise", "pve-enterprise.sources", "https://enterprise.proxmox.com/debian/pve", "pve-enterprise"),
  standard("no-subscription", "No-Subscription", "proxmox.sources", "http://download.proxmox.com/debian/pve", "pve-no-subscription"),
  standard("test", "Test", "proxmox.sources", "http://download.proxmox.com/debian/pve", "pve-test"),
  standard("ceph-squid-enterprise", "Ceph Squid Enterprise", "ceph.sources", "https://enterprise.proxmox.com/debian/ceph-squid", "enterprise"),
  standard("ceph-squid-no-subscription", "Ceph Squid No-Subscription", "ceph.sources", ceph, "no-subscription"),
  standard("ceph-squid-test", "Ceph Squid Test", "ceph.sources", ceph, "test"),
];

export const isStandard = ({ URIs, Components = [] }: Repository, { uri, component }: Standard): boolean =>
  URIs.some((one) => one.replace(/\/$/, "").replace(/^https?:/, "") === uri.replace(/^https?:/, "")) && Components.includes(component);

export function standardText({ uri, component }: Standard): string {
  return `Types: deb\nURIs: ${uri}\nSuites: trixie\nComponents: ${component}\nSigned-By: /usr/share/keyrings/proxmox-archive-keyring.gpg\n`;
}
