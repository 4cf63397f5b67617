import { digestNumbers, digestOfAll, isStandard, parseRepositories, standards, standardText, withEnabled, type Repository } from "../apt";
import { nodeFile, setNodeFile } from "../node-file";
import { flag, integer, isSet, required, text } from "../parameter";
import { failed } from "../refusal";
import { given, index, needs, type Call, type Route } from "../route";

const at = "/nodes/{node}/apt";
const digest = { ...text, maxLength: 80 };

/** Where a node gets its packages. */
export const aptRoutes: readonly Route[] = [
  { method: "GET", path: at, run: () => index("id", "changelog repositories update versions") },
  { method: "GET", path: `${at}/repositories`, ...needs("/nodes/{node}", "Sys.Audit"), run: read },
  { method: "POST", path: `${at}/repositories`, ...needs("/nodes/{node}", "Sys.Modify"), takes: { path: required(text), index: required(integer(0)), enabled: flag, digest }, run: change },
  { method: "PUT", path: `${at}/repositories`, ...needs("/nodes/{node}", "Sys.Modify"), takes: { handle: required(text), digest }, run: add },
];

const presets: Readonly<Record<string, string>> = {
  "debian.sources": ["trixie trixie-updates", "trixie-security"]
    .map((suites, second) => `Types: deb\nURIs: ${second === 0 ? "http://deb.debian.org/debian/" : "http://security.debian.org/debian-security/"}\nSuites: ${suites}\nComponents: main contrib non-free-firmware\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`)
    .join("\n"),
  "pve-enterprise.sources": standardText(standards[0]!),
};

/** The files, by path on the node; a node without any is as it was installed. */
function filesOf({ cluster, ...call }: Call): [string, string][] {
  const node = given({ cluster, ...call }, "node");
  const prefixes = [`nodes/${node}/etc/apt/`, "etc/apt/"];
  const own = [...cluster.files].flatMap(([path, content]): [string, string][] => {
    const prefix = prefixes.find((one) => path.startsWith(one));
    return prefix === undefined ? [] : [[`/etc/apt/${path.slice(prefix.length)}`, content]];
  });
  const folder = own.filter(([path]) => path.includes("sources.list.d/"));
  const shown = folder.length > 0 ? folder : Object.entries(presets).map(([name, content]): [string, string] => [`/etc/apt/sources.list.d/${name}`, content]);
  return [["/etc/apt/sources.list", own.find(([path]) => path === "/etc/apt/sources.list")?.[1] ?? ""], ...shown];
}

function describedFile([path, content]: readonly [string, string]) {
  return { path, "file-type": path.endsWith(".list") ? "list" : "sources", repositories: parseRepositories(path, content), digest: digestNumbers(content) };
}

function read(call: Call) {
  const files = filesOf(call);
  const described = files.map(describedFile);
  const all = described.flatMap(({ repositories }) => repositories);
  return {
    files: described,
    errors: [],
    infos: described.flatMap(({ path, repositories }) => repositories.flatMap((repository, at) => infosOf(path, repository, at))),
    "standard-repos": standards.map((one) => {
      const found = all.filter((repository) => isStandard(repository, one));
      const status = found.length === 0 ? {} : { status: found.some(({ Enabled }) => Enabled === 1) ? 1 : 0 };
      return { handle: one.handle, name: one.name, description: one.name, ...status };
    }),
    digest: digestOfAll(files),
  };
}

function infosOf(path: string, { URIs, Suites, Enabled }: Repository, at: number): object[] {
  const row = { path, index: at };
  const suite = Suites[0] ?? "";
  const host = URIs[0]?.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  const origin = host.endsWith("proxmox.com") ? "Proxmox" : host.endsWith("debian.org") ? "Debian" : undefined;
  const codename = /^(old-old|old)?stable/.test(suite) ? [{ ...row, property: "Suites", kind: "warning", message: `use the name of the stable distribution instead of '${suite}'!` }] : [];
  const unsafe = /^(testing|unstable|experimental|sid)/.test(suite) ? [{ ...row, property: "Suites", kind: "warning", message: `suite '${suite}' should not be used in production!` }] : [];
  return [...codename, ...unsafe, ...(origin === undefined || Enabled === undefined ? [] : [{ ...row, kind: "origin", message: origin }])];
}

function assertUnmodified(call: Call): void {
  if (call.given.digest !== undefined && given(call, "digest") !== digestOfAll(filesOf(call))) throw failed("detected modified configuration - file changed by other user? Try again.");
}

function put(call: Call, path: string, content: string): null {
  // What was there by itself is written with it, so that it stays.
  for (const [other, kept] of filesOf(call)) if (kept !== "" && nodeFile(call.cluster, given(call, "node"), other.slice("/etc/".length)) === undefined) setNodeFile(call.cluster, given(call, "node"), other.slice("/etc/".length), kept);
  return setNodeFile(call.cluster, given(call, "node"), path.slice("/etc/".length), content);
}

function change(call: Call): null {
  assertUnmodified(call);
  const path = given(call, "path");
  const content = filesOf(call).find(([one]) => one === path)?.[1];
  if (content === undefined) throw failed(`invalid path - ${path}`);
  const next = withEnabled(path, content, Number(call.given.index), isSet(call.given.enabled));
  if (next === undefined) throw failed(`invalid index - ${String(call.given.index)}`);
  return call.given.enabled === undefined ? null : put(call, path, next);
}

/** Adds a repository of Proxmox, or enables the one that is there. */
function add(call: Call): null {
  assertUnmodified(call);
  const wanted = standards.find(({ handle }) => handle === given(call, "handle"));
  if (!wanted) throw failed(`Unknown handle '${given(call, "handle")}'`);
  for (const [path, content] of filesOf(call)) {
    const at = parseRepositories(path, content).findIndex((repository) => isStandard(repository, wanted));
    if (at >= 0) return put(call, path, withEnabled(path, content, at, true)!);
  }
  const path = `/etc/apt/sources.list.d/${wanted.file}`;
  const before = filesOf(call).find(([one]) => one === path)?.[1] ?? "";
  return put(call, path, `${before}${before === "" ? "" : "\n"}${standardText(wanted)}`);
}
