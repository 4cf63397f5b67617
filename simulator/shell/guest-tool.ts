import type { GuestType } from "../../lib/pve/address";
import type { Method } from "../route";
import { call, CommandFailure, follow, optionKind, type Place, type Run } from "./call";
import type { Command } from "./command";
import { configSchema } from "../schema/config";
import { verifyObject } from "../schema/verify";
import { parseArguments, wrong as wrongUsage } from "./option";
import { printConfig, printContainers, printMachines, printPending, printSnapshots, printState } from "./print";

/** What a command does: one request, and what becomes of the answer. */
interface Deed {
  readonly method: Method;
  /** Below the node's guests of the tool's type: `/{vmid}/config`. */
  readonly path: string;
  /** Sent along in any case. */
  readonly sends?: Readonly<Record<string, unknown>>;
  /** Makes text of what is answered. Undefined: the answer is a task, which is waited for. */
  readonly print?: (data: never, given: Readonly<Record<string, unknown>>) => string;
  /** Options of the command itself, which are not sent. */
  readonly own?: readonly string[];
}

const get = (path: string, print: Deed["print"], more: Partial<Deed> = {}): Deed => ({ method: "GET", path, print, ...more });
const silent = () => "";
const task = (method: Method, path: string, more: Partial<Deed> = {}): Deed => ({ method, path, ...more });
const change = (method: Method, path: string, more: Partial<Deed> = {}): Deed => ({ method, path, print: silent, ...more });
const status = get("/{vmid}/status/current", printStatus, { own: ["verbose"] });

const common: Readonly<Record<string, Deed>> = {
  config: get("/{vmid}/config", printConfig),
  pending: get("/{vmid}/pending", printPending),
  listsnapshot: get("/{vmid}/snapshot", printSnapshots),
  status,
  ...Object.fromEntries(["start", "stop", "shutdown", "reboot", "suspend", "resume"].map((verb) => [verb, task("POST", `/{vmid}/status/${verb}`)])),
  create: task("POST", ""),
  destroy: task("DELETE", "/{vmid}"),
  clone: task("POST", "/{vmid}/clone"),
  migrate: task("POST", "/{vmid}/migrate"),
  snapshot: task("POST", "/{vmid}/snapshot"),
  delsnapshot: task("DELETE", "/{vmid}/snapshot/{snapname}"),
  rollback: task("POST", "/{vmid}/snapshot/{snapname}/rollback"),
  set: change("PUT", "/{vmid}/config"),
  template: change("POST", "/{vmid}/template"),
  unlock: change("PUT", "/{vmid}/config", { sends: { delete: "lock", skiplock: 1 } }),
};

const deeds: Readonly<Record<GuestType, Readonly<Record<string, Deed>>>> = {
  lxc: {
    ...common,
    list: get("", printContainers),
    restore: task("POST", "", { sends: { restore: 1 } }),
    resize: change("PUT", "/{vmid}/resize"),
    "move-volume": task("POST", "/{vmid}/move_volume"),
  },
  qemu: {
    ...common,
    list: get("", printMachines, { own: ["full"] }),
    reset: task("POST", "/{vmid}/status/reset"),
    "disk resize": change("PUT", "/{vmid}/resize"),
    "disk move": task("POST", "/{vmid}/move_disk"),
    "disk unlink": change("PUT", "/{vmid}/unlink"),
  },
};

/** Runs a command of `pct` or `qm`. */
export function* runGuestTool(place: Place, command: Command, args: readonly string[]): Run {
  const type: GuestType = command.tool === "pct" ? "lxc" : "qemu";
  const deed = Object.hasOwn(deeds[type], command.name) ? deeds[type][command.name] : undefined;
  if (!deed) throw new CommandFailure(`the simulator has no '${command.tool} ${command.name}'\n`, 255);
  const { method, path, sends = {}, print, own = [] } = deed;
  const base = `/nodes/${place.node}/${type}`;
  const checks = place.parametersOf(method, `${base}${path.replace(/\{\w+\}/g, "100")}`);
  const kindOf = (name: string) => (own.includes(name) ? { flag: true } : sends[name] === undefined ? optionKind(checks, name) : undefined);
  const given = parseArguments(command, args, kindOf, [...own, ...Object.keys(checks ?? {})]);
  const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name!);
  const address = `${base}${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given[name])))}`;
  const parameters = Object.entries(given).filter(([name]) => !inPath.includes(name) && !own.includes(name));
  const data = call(place, command, method, address, { ...Object.fromEntries(parameters), ...sends });
  if (!print) return (yield* follow(place, String(data))) ? 0 : 255;
  const complaints = command.name === "config" ? (place.complaintsOf?.(Number(given.vmid)) ?? []) : [];
  if (complaints.length > 0) yield { stderr: complaints.map((complaint) => `${complaint.trimEnd()}\n`).join("") };
  if (type === "lxc" && command.name === "config") verifyResult(command, data as Readonly<Record<string, unknown>>);
  yield { stdout: print(data as never, given) };
  return 0;
}

function printStatus(state: Readonly<Record<string, unknown>>, given: Readonly<Record<string, unknown>>): string {
  return given.verbose === "1" ? printState(state) : `status: ${String(state.qmpstatus ?? state.status)}\n`;
}

// The API shows a container's values as they are; its tool refuses the whole guest for the sake of one that does not pass.
function verifyResult(command: Command, config: Readonly<Record<string, unknown>>): void {
  const known = configSchema("lxc");
  const values = Object.entries(config).filter(([key]) => Object.hasOwn(known, key) && key !== "description" && key !== "env");
  const wrong = Object.entries(verifyObject(Object.fromEntries(values), known));
  if (wrong.length > 0) throw wrongUsage(command, "Result verification failed", [], wrong.map(([key, why]) => `${key}: ${why}`));
}
