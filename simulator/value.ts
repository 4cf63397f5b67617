import { splitList } from "./schema/format";
import { failed, invalid } from "./refusal";
import { customModel } from "./schema/verify";
import { cpuModelsFile, cpuModelsIn } from "../lib/pve/file/cpu-models";
import type { Cluster } from "./cluster";
import type { Parameters } from "./request";
import type { Values } from "./draft";

/** What was sent, but for some names, as text in the order of the names. */
export function valuesOf(given: Parameters, but: readonly string[]): Values {
  const names = Object.keys(given).filter((name) => !but.includes(name)).sort();
  return new Map(names.filter((name) => given[name] !== undefined && given[name] !== null).map((name) => [name, textOf(given[name])]));
}

function textOf(value: unknown): string {
  return value === true ? "1" : value === false ? "0" : String(value);
}

/** Tags once each, sorted; in lower case unless the datacenter says otherwise. */
export function uniqueTags({ options }: Cluster, tags: string): string {
  const style = options.get("tag-style") ?? "";
  const exact = /(^|,)case-sensitive=1/.test(style);
  const words = splitList(tags).map((tag) => (exact ? tag : tag.toLowerCase()));
  return [...new Set(/(^|,)ordering=config/.test(style) ? words : words.sort())].join(";");
}

const algorithms = "ssh-rsa|ssh-dss|ssh-ed25519|ecdsa-sha2-\\S+|sk-\\S+";

/** Refuses what OpenSSH would not take for public keys. */
export function assertPublicKeys(keys: string): void {
  const lines = keys.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const good = new RegExp(`(^|\\s)(${algorithms})\\s+AAAA[0-9A-Za-z+/]+=*(\\s|$)`);
  if (lines.length === 0 || lines.some((line) => !good.test(line))) throw failed("SSH public key validation error");
}

/** Refuses a custom processor model that does not exist. */
export function assertModel({ files }: Cluster, cpu: string | undefined): void {
  const name = customModel(cpu ?? "");
  if (name === undefined || cpuModelsIn(files.get(cpuModelsFile) ?? "").includes(name)) return;
  throw invalid({ cpu: `invalid format - Custom cputype '${name}' not found\n` });
}

/** What the kernel takes for a share of the processor. */
export function clampShares(units: string): string {
  return String(Math.min(10_000, Math.max(1, Number(units))));
}

/** Undoes percent-encoding; text that is none stays. */
export function unescapeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
