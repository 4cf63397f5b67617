import { textTemplate } from "../../lib/pve/template";
import { guestDocument } from "../../lib/schema/kind/document";
import { isAmong } from "../../lib/schema/keys";
import { isGuestKind, printName } from "../../lib/schema/kind/name";
import { touchesOf, type Touch } from "../../lib/schema/kind/request";
import type { Operation } from "../../lib/schema/kind/write";
import { keyOfWritten, written } from "../../lib/schema/kind/written";
import type { Approval, GuestWrites, Stopped, Writes } from "./approval";
import { excessIn, foreignVolumeIn, forbiddenIn } from "./config-write";
import { harmless } from "./harmless";
import { isRead, refuse, type GateResponse, type Handler, type Parameters, type Request } from "./message";
import { mayPassUnknown } from "./unknown-write";

type Config = Readonly<Record<string, unknown>>;

/** A write that passes, and what is known of what it is about. */
export interface Passing {
  readonly request: Request;
  /** `qemu/101`, `pool/lab` */
  readonly key?: string;
  /** The guest's configuration before its first write. */
  readonly before?: Config;
  /** Parameters whose values are secret. */
  readonly secrets: readonly string[];
}

export interface ApproveOptions {
  /** Reads the cluster. */
  readonly read: Handler;
  readonly send: (passing: Passing) => Promise<GateResponse>;
  readonly onStopped: (stopped: Omit<Stopped, "at">) => void;
}

/** How far the gate is with one resource of the plan. */
interface Standing {
  readonly writes: Writes;
  /** The guest's number, where that was decided when it was made. */
  vmid?: string;
  /** The configuration before its first write; a promise of why there may be none. */
  decided?: Promise<Config | string>;
  is: "there" | "absent" | "made";
  /** Its configuration was written down. */
  isTold?: boolean;
  /** Why nothing of it passes any more. */
  stopped?: string;
}

/**
 * Lets the writes of an approval pass, and no others. Whether a guest is the one that was planned is decided at its first write, and once
 * something of a guest was stopped, all of it is: a guest that is only shut down is worse than one that nothing was done to.
 */
export function approved({ writes }: Approval, { read, send, onStopped }: ApproveOptions): Handler {
  const all = writes.map((one): Standing => ({ writes: one, is: one.guest?.isNew ? "absent" : "there" }));
  return async (given) => {
    if (isRead(given) || harmless(given)) return read(given);
    const touches = touchesOf(written, { method: given.method, address: given.address, body: { ...given.query, ...given.form } });
    const request = withoutFilling(given, touches);
    const body = { ...request.query, ...request.form };
    const verdict = await judge(request, body, touches);
    if (typeof verdict === "string") {
      const key = keyOf(touches[0]);
      onStopped({ ...(key === undefined ? {} : { key }), request: `${request.method} ${request.address}`, why: verdict });
      return refuse(verdict);
    }
    return pass(verdict, request, touches);
  };

  /** Without what the provider sends along of lists that the plan leaves as they are. */
  function withoutFilling(request: Request, touches: readonly Touch[]): Request {
    const left = touches.filter(({ operation }) => operation === "configure").flatMap((touch) => candidatesFor(touch, {}).flatMap(({ writes }) => writes.guest?.untouched ?? []));
    return left.length === 0 ? request : { ...request, form: Object.fromEntries(Object.entries(request.form).filter(([key]) => !isAmong(key, left))) };
  }

  async function judge(request: Request, body: Parameters, touches: readonly Touch[]): Promise<readonly Permit[] | string> {
    const subjects = subjectsOf(request, body, touches);
    const permits: Permit[] = [];
    for (const alternatives of subjects ?? []) {
      const verdict = await judgeOne(alternatives, body, request);
      if (typeof verdict === "string") return mayPassUnknown(request, touches, writes) ? [] : verdict;
      permits.push(verdict);
    }
    if (permits.length > 0 || mayPassUnknown(request, touches, writes)) return permits;
    return subjects === undefined ? "which guests it is about cannot be read" : `${request.method} ${request.address} does not belong to any change in the plan`;
  }

  /** One of several readings of a request has to be in the plan. */
  async function judgeOne(alternatives: readonly Touch[], body: Parameters, request: Request): Promise<Permit | string> {
    const reasons: { readonly standing?: Standing; readonly why: string }[] = [];
    for (const touch of alternatives) {
      for (const standing of candidatesFor(touch, body)) {
        const why = standing.stopped ?? (await refusalOf(standing, touch, body, request));
        if (why === undefined) return { touch, standing };
        reasons.push({ standing, why });
      }
    }
    for (const { standing, why } of reasons) if (standing?.writes.guest) standing.stopped ??= why;
    const told = reasons.find(({ standing }) => standing?.writes.guest !== undefined) ?? reasons[0];
    return told?.why ?? `${nameOf(alternatives[0]!)} is not in the plan that was agreed to`;
  }

  function candidatesFor(touch: Touch, body: Parameters): readonly Standing[] {
    const found = all.filter(({ writes: { kinds: among, parts }, vmid }) => among.includes(touch.kind.prefix) && isSame(touch, vmid === undefined ? parts : { ...parts, vmid }));
    if (!makes(touch.operation)) return found.filter(({ writes, vmid }) => !getsNumber(writes) || vmid !== undefined);
    // One that gets its number now: the one of that name, if there are several.
    const numbered = found.filter(({ writes, vmid }) => !getsNumber(writes) || vmid !== undefined);
    const free = found.filter(({ writes, vmid }) => getsNumber(writes) && vmid === undefined);
    const named = free.filter(({ writes }) => writes.guest!.name !== undefined && writes.guest!.name === (body.name ?? body.hostname));
    return [...numbered, ...(named.length > 0 ? named : free)];
  }

  async function refusalOf(standing: Standing, touch: Touch, body: Parameters, request: Request): Promise<string | undefined> {
    const { operations, guest, pools } = standing.writes;
    const name = nameOf(touch);
    // What is in a stream, nobody has read: another body, of which the address says nothing.
    if (request.file && touch.operation !== "upload") return `a file is sent along with ${request.method} ${request.address}`;
    if (!operations.includes(touch.operation)) return `the plan does not ${inWords[touch.operation]} ${name}`;
    if (touch.operation === "membership" && pools !== undefined && !pools.includes(touch.parts.pool!)) return `the plan does not put ${name} into the pool ${touch.parts.pool}`;
    if (guest === undefined) return strangerIn(standing, touch, name) ?? stoppedWith(touch);
    const isThere = standing.is === "there";
    if (standing.is === "absent" && !makes(touch.operation)) return `${name} was not made by this plan`;
    if (standing.is !== "absent" && makes(touch.operation)) return `${name} is there already`;
    let now: Config = {};
    if (isThere) {
      const config = await (standing.decided ??= decide(touch, guest, name));
      if (typeof config === "string") return config;
      now = config;
    }
    const why = excessOf(touch, guest, body, now, isThere);
    return why === undefined ? undefined : `this is more than the plan of ${name}: ${why}`;
  }

  /** Whose the request is about besides: another that gets a new name, or a guest that gets its number while this is applied. */
  function strangerIn({ writes: { address, parts } }: Standing, { kind, parts: said, others = {} }: Touch, name: string): string | undefined {
    const own = all.filter(({ writes }) => writes.address === address).map(({ writes }) => writes.parts);
    const other = Object.entries(others).find(([part, value]) => !own.some((known) => known[part] === value));
    if (other !== undefined) return `the plan of ${name} does not have "${other[1]}"`;
    if (kind.guest === undefined || parts.vmid !== undefined) return undefined;
    const isNew = all.some(({ writes, vmid, is }) => is === "made" && writes.guest?.isNew === true && (vmid ?? writes.parts.vmid) === said.vmid);
    return isNew ? undefined : `${name} was not made by this plan`;
  }

  /** A guest of which something was stopped: what belongs to it stops with it. */
  function stoppedWith({ kind: { guest }, parts }: Touch): string | undefined {
    return guest && all.find(({ writes, vmid, stopped }) => stopped !== undefined && writes.kinds.includes(guest) && (vmid ?? writes.parts.vmid) === parts.vmid)?.stopped;
  }

  /** Whether the guest is as it was when it was planned: the digest is that of its whole configuration. */
  async function decide({ kind, parts }: Touch, { nodes, digest }: GuestWrites, name: string): Promise<Config | string> {
    const node = parts.node ?? nodes[0]!;
    const address = guestDocument({ type: kind.prefix as "qemu" | "lxc", vmId: Number(parts.vmid), node }, "config");
    const { status, reason, data } = await read({ method: "GET", path: address.slice(1).split("/").map(decodeURIComponent), address, query: {}, form: {} });
    if (status !== 200) return `${name} cannot be read before it is changed: ${status} ${reason ?? ""}`.trim();
    const config = data as Config;
    if (digest === undefined || config.digest !== digest) return `${name} has changed since this was planned; plan again`;
    return config;
  }

  async function pass(permits: readonly Permit[], request: Request, touches: readonly Touch[]): Promise<GateResponse> {
    const making = permits.find(({ touch, standing }) => makes(touch.operation) && standing.writes.guest !== undefined);
    // Two that get their numbers at once must not take one another's place.
    if (making && getsNumber(making.standing.writes)) making.standing.vmid = making.touch.parts.vmid!;
    const first = permits.find(({ standing }) => standing.decided !== undefined && !standing.isTold)?.standing;
    const before = first === undefined ? undefined : ((await first.decided) as Config);
    if (first) first.isTold = true;
    const touch = permits[0]?.touch ?? touches[0];
    const key = keyOf(touch);
    const answer = await send({ request, ...(key === undefined ? {} : { key }), ...(before === undefined ? {} : { before }), secrets: touches.flatMap(({ kind }) => kind.reads?.secrets ?? []) });
    const isDone = answer.status === 200;
    if (making && isDone) making.standing.is = "made";
    if (making && !isDone && getsNumber(making.standing.writes)) delete making.standing.vmid;
    if (isDone && touch?.operation === "destroy" && permits[0]?.standing.writes.guest) permits[0].standing.is = "absent";
    return answer;
  }
}

interface Permit {
  readonly touch: Touch;
  readonly standing: Standing;
}

const makes = (operation: Operation) => operation === "create" || operation === "clone";
const getsNumber = ({ guest, parts }: Writes) => guest?.isNew === true && parts.vmid === undefined;

/** Whether a touch and what is known of a resource agree in all of its identity that both say. */
function isSame({ kind, parts }: Touch, known: Parameters): boolean {
  // A guest may be on either of two nodes, and a request about it may name others.
  const names = isGuestKind(kind) ? textTemplate(kind.id).names : Object.keys(parts);
  return names.every((part) => parts[part] === undefined || known[part] === undefined || parts[part] === known[part]);
}

/** What of a guest a request is about beyond the operation itself; undefined if the plan has it all. */
function excessOf({ operation, parts }: Touch, guest: GuestWrites, body: Parameters, now: Config, isThere: boolean): string | undefined {
  const isElsewhere = parts.node !== undefined && !guest.nodes.includes(parts.node);
  if (isElsewhere && operation !== "clone") return `it is not on ${parts.node}`;
  const forbidden = forbiddenIn(body);
  if (forbidden !== undefined) return forbidden;
  const foreign = foreignVolumeIn(body, parts.vmid!, guest, now);
  if (foreign !== undefined) return `the volume ${foreign} is another guest's`;
  if (operation === "clone" && guest.source !== undefined && parts.source !== guest.source) return `it is a copy of ${guest.source}, and not of ${parts.source}`;
  if (operation === "migrate" && ![undefined, ...guest.nodes].includes(body.target ?? (body.sid === undefined ? body.node : undefined))) return `it does not go to ${body.target ?? body.node}`;
  if (!isThere) return undefined;
  if (operation === "configure") return excessIn(body, guest, now);
  if (operation !== "resize" && operation !== "move") return undefined;
  if (excessIn({ [body.disk ?? ""]: String(now[body.disk ?? ""]) }, guest, now) !== undefined) return `${body.disk} would be changed`;
  return operation === "move" && !guest.storages.includes(body.storage ?? "") ? `${body.disk} does not go to ${body.storage}` : undefined;
}

const inWords: Readonly<Record<Operation, string>> = {
  create: "make", clone: "clone", configure: "change the configuration of", resize: "grow a disk of", move: "move a disk of", migrate: "move", template: "make a template of",
  start: "start", stop: "stop", restart: "restart", membership: "change the pool of", upload: "upload", download: "download", apply: "apply", revert: "revert", destroy: "destroy",
};

/** All that a request is about, each with the readings of which one has to hold; undefined if that cannot be read. */
function subjectsOf({ path }: Request, body: Parameters, touches: readonly Touch[]): readonly (readonly Touch[])[] | undefined {
  if (path.length !== 1 || path[0] !== "pools") return touches.length === 0 ? [] : [touches];
  const { vms, storage, delete: _, "allow-move": __, poolid: ___, ...more } = body;
  const members = [...(vms?.split(",") ?? []), ...(storage?.split(",") ?? [])];
  // Proxmox VE takes other separators, too; a provider sends commas.
  if (members.some((member) => !/^[\w.-]+$/.test(member))) return undefined;
  const joining = members.map((member) => touches.filter(({ operation, parts }) => operation === "membership" && [parts.vmid, parts.storage].includes(member)));
  if (joining.some((one) => one.length === 0)) return undefined;
  const itself = touches.filter(({ operation }) => operation !== "membership");
  return members.length > 0 && Object.keys(more).length === 0 ? joining : [...joining, itself].filter((one) => one.length > 0);
}

function keyOf(touch: Touch | undefined): string | undefined {
  return touch && keyOfWritten(touch.kind, touch.parts);
}

const nameOf = (touch: Touch): string => {
  const key = keyOf(touch);
  return key === undefined ? touch.kind.word.one : printName(key);
};
