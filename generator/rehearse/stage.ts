import { parseGuestAddress, printGuestKey, type ResourceKey } from "../../lib/pve/address";
import { guestDocument } from "../../lib/schema/kind/document";
import { patient, type LastKnown } from "../gate/agent";
import type { Stopped, Writes } from "../gate/approval";
import { approved } from "../gate/approve";
import { harmless } from "../gate/harmless";
import { isRead, type GateResponse, type Handler, type Request } from "../gate/message";
import { tellingStorages } from "../gate/telling-storages";
import { listSeparator } from "../transport/http";
import { readUpload, type HeldCluster } from "../simulator/held";

/** A request that would have changed something. */
export interface Write {
  readonly method: string;
  readonly address: string;
  readonly status: number;
  readonly reason: string;
}

export interface Stage {
  readonly handle: Handler;
  /** Everything that was to be changed, in order. */
  readonly writes: readonly Write[];
  /** Addresses that the simulator has no answer for, though Proxmox VE has. */
  readonly beyond: ReadonlySet<string>;
  /** A guest's configuration as the last plan saw it. */
  configOf(key: ResourceKey): Readonly<Record<string, unknown>> | undefined;
  /** Lets the writes of a plan pass from now on, and no others, as the gate of an apply does. */
  agree(writes: readonly Writes[]): void;
  /** What such a gate would stop. */
  readonly stopped: readonly Omit<Stopped, "at">[];
}

/** How the simulator says that it has no answer. */
const isBeyond = ({ status, reason = "" }: GateResponse) => status === 501 && reason.includes("by the simulator");

/** Words that are in what Terraform makes of such an answer. */
export const beyondTheTwin = /not implemented by the simulator/;

/** What is behind the gate of a rehearsal: the twin. What guests said of their addresses they say again; new ones say nothing. */
export function stageOf(held: HeldCluster, addresses: ReadonlyMap<ResourceKey, unknown>, lastKnown: LastKnown): Stage {
  const writes: Write[] = [];
  const beyond = new Set<string>();
  const configs = new Map<ResourceKey, Readonly<Record<string, unknown>>>();
  const stopped: Omit<Stopped, "at">[] = [];
  const ask = async (request: Request): Promise<GateResponse> => {
    const said = isRead(request) ? addressesFor(request, addresses) : undefined;
    if (said !== undefined) return said;
    const { file, method, address, form } = request;
    const body = file === undefined ? parametersOf(form) : await readUpload(file.stream, file.type);
    const { status, reason, body: answered } = held.ask(method, address, body);
    const answer: GateResponse = status === 200 ? { status, data: answered?.data } : { status, reason };
    const guest = isRead(request) && status === 200 ? parseGuestAddress(address) : undefined;
    if (guest?.rest === "/config") configs.set(printGuestKey(guest), answered?.data as Readonly<Record<string, unknown>>);
    if (isBeyond(answer)) beyond.add(`${method} ${address.split("?")[0]!}`);
    if (!isRead(request) && !harmless(request)) writes.push({ method, address, status, reason });
    return answer;
  };
  const letting = (agreed: readonly Writes[]) => approved({ plan: "rehearsal", writes: agreed }, { read: ask, send: ({ request }) => ask(request), onStopped: (one) => void stopped.push(one) });
  let gate = letting([]);
  return { handle: tellingStorages(patient((request) => gate(request), lastKnown)), writes, beyond, configOf: (key) => configs.get(key), agree: (agreed) => void (gate = letting(agreed)), stopped };
}

/** What is said several times is a list to Proxmox VE. */
const parametersOf = (form: Request["form"]) => Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.includes(listSeparator) ? value.split(listSeparator) : value]));

function addressesFor({ address }: Request, known: ReadonlyMap<ResourceKey, unknown>): GateResponse | undefined {
  const guest = parseGuestAddress(address);
  if (guest === undefined || address !== guestDocument(guest, "interfaces")) return undefined;
  const said = known.get(printGuestKey(guest));
  return said === undefined ? { status: 500, reason: "no agent answers in a simulated twin" } : { status: 200, data: said };
}
