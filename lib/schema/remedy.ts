import { allCpus } from "./device/container/cpu";
import { guestFilePath } from "../pve/guest-config";
import { neededParts, readValue } from "./check";
import { guestKinds } from "./kind/all";
import { formatOf, parseDevice, printDevice } from "./format";
import { readBack, type ReadableGuest } from "./read-back";
import { Refusal } from "./shape";
import { holdsVolume } from "./volume-place";

/**
 * The command by which an admin makes a refused guest readable, for the node's shell: all of its troubles at once. Undefined if only
 * a person can decide. pmpc never runs it.
 */
export function remedyOf(guest: ReadableGuest, refusal: Refusal): string | undefined {
  const edits = new Map<string, string | undefined>();
  const inFile: string[] = [];
  for (let next: Refusal | undefined = refusal; next; next = refusalOf({ ...guest, config: edited(guest, edits) })) {
    if (next.remedy !== undefined) return next.remedy;
    const edit = editFor(guest, edited(guest, edits), next);
    if (!edit) return undefined;
    // What the cluster will answer then is not known now; the same advice twice is no better.
    if (edits.has(edit.key) && edits.get(edit.key) === edit.text) break;
    if (isUnchangeable(guest, edit.key)) inFile.push(edit.key);
    edits.set(edit.key, edit.text);
  }
  const byTool = [...edits].filter(([key]) => !inFile.includes(key));
  const set = byTool.flatMap(([key, text]) => (text === undefined ? [] : [`--${key} ${shellQuote(text)}`]));
  const gone = byTool.flatMap(([key, text]) => (text === undefined ? [key] : []));
  const command = [guestKinds[guest.type].tool, "set", guest.vmId, ...set, ...(gone.length > 0 ? [`--delete ${gone.join(",")}`] : [])].join(" ");
  return [...(byTool.length > 0 ? [command] : []), ...inFile.map((key) => sedFor(guest, key, edits.get(key)!))].join(" && ");
}

/** `pct` wants to understand a mount before it changes it: where it does not, only the file helps. */
const isUnchangeable = ({ type, config }: ReadableGuest, key: string) => type === "lxc" && holdsVolume(key) && readValue(type, key, String(config[key])) === undefined;

/** The first line of the key: those of snapshots come later. */
function sedFor({ node, type, vmId }: ReadableGuest, key: string, text: string): string {
  const line = `${key}: ${text}`.replace(/[\\&|]/g, "\\$&");
  return `sed -i ${shellQuote(`0,/^${key}:/s|^${key}:.*|${line}|`)} /etc/pve/${guestFilePath(node, type, vmId)}`;
}

function refusalOf(guest: ReadableGuest): Refusal | undefined {
  try {
    readBack(guest);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

type Config = Readonly<Record<string, unknown>>;

function edited({ type, config }: ReadableGuest, edits: ReadonlyMap<string, string | undefined>): Config {
  const kept = Object.entries(config).filter(([key]) => !edits.has(key));
  return Object.fromEntries([...kept, ...[...edits].flatMap(([key, text]) => (text === undefined ? [] : [[key, answered(type, key, text)]]))]);
}

// As the API would answer the text.
function answered(type: ReadableGuest["type"], key: string, text: string): unknown {
  const shape = formatOf(type, key)?.plain?.shape;
  return shape?.json === "number" ? Number(shape.parse(text)) : text;
}

/** The value that ends one trouble; no text deletes the key. */
function editFor({ type }: ReadableGuest, config: Config, { at, nearest }: Refusal): { key: string; text: string | undefined } | undefined {
  const format = at && formatOf(type, at.key);
  if (!format) return undefined;
  const inside = typeof nearest === "object" && nearest !== null ? nearest : typeof nearest === "string" && at.field !== undefined && format.fields.size > 0 ? { [at.field]: nearest } : undefined;
  if (nearest === null) return { key: at.key, text: undefined };
  if (inside) return { key: at.key, text: replaceFields(type, at.key, inside, config) };
  if (typeof nearest === "string") return { key: at.key, text: nearest };
  if (format.fields.size > 0 && !format.plain) return editForLine(type, at.key, String(config[at.key]));
  // A key that is not needed, or a value that Proxmox VE does not understand either and takes its default instead.
  const { plain } = format;
  const isWrong = plain?.shape.parse(String(config[at.key])) === undefined;
  if (isWrong && typeof plain?.means === "number") return { key: at.key, text: String(plain.means) };
  const expendable = plain && (!plain.always || isWrong);
  return expendable ? { key: at.key, text: undefined } : undefined;
}

/**
 * A line of a container's that Proxmox VE does not understand either. A setting goes as a whole, and nothing changes; from a device goes
 * what is wrong in it. Undefined where Proxmox VE understands it.
 */
function editForLine(type: ReadableGuest["type"], key: string, line: string): { key: string; text: string | undefined } | undefined {
  const { parts, problems } = parseDevice(type, key, line);
  if (guestKinds[type].isStrict || readValue(type, key, line) !== undefined || problems.length === 0) return undefined;
  const needed = neededParts(type, key);
  if (formatOf(type, key)?.count === undefined && needed.length === 0) return { key, text: undefined };
  const kept = parts.filter(([name, value]) => !problems.some(({ field, value: wrong }) => field === name && wrong === value));
  return needed.every((name) => kept.some(([one]) => one === name)) ? { key, text: printDevice(type, key, kept) } : undefined;
}

function replaceFields(type: ReadableGuest["type"], key: string, values: Readonly<Record<string, string>>, config: Config): string {
  const { parts } = parseDevice(type, key, String(config[key]));
  const missing = Object.entries(values).filter(([name]) => !parts.some(([one]) => one === name));
  return printDevice(type, key, [...parts.map(([name, old]) => [name, values[name] ?? old] as const), ...missing].filter(([name, value]) => value !== "" || !Object.hasOwn(values, name)));
}

/** One word for a POSIX shell, whatever it holds; the shell itself counts the node's CPUs. */
function shellQuote(word: string): string {
  return word === allCpus || /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
