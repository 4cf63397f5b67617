import type { Guest } from "../../lib/inventory/inventory";
import { guestKinds } from "../../lib/schema/kind/all";
import { printGuestName } from "../../lib/schema/kind/name";

const MiB = 2 ** 20;

/**
 * What tells that changes of a guest wait until it stops: it has another size than its configuration says, which is answered with them.
 * Undefined if nothing tells; a change of another key cannot be seen.
 */
export function waitingIn(guest: Guest): string | undefined {
  const { config, state } = guest;
  if (config === undefined || state === undefined) return undefined;
  const pairs = [
    ["memory", Number(state.maxmem) / MiB, memoryIn(config)],
    ["swap", Number(state.maxswap) / MiB, config.swap === undefined ? undefined : Number(config.swap)],
    ["processors", Number(state.cpus), processorsIn(guest.type, config)],
    ["name", state.name, config[guestKinds[guest.type].nameKey]],
  ] as const;
  const found = pairs.filter(([, now, then]) => now !== undefined && now !== "" && !Number.isNaN(now) && then !== undefined && then !== now);
  if (found.length === 0) return undefined;
  return `${printGuestName(guest)} has changes that wait until it stops (${found.map(([what, now, then]) => `${what} ${String(now)} now, ${String(then)} then`).join("; ")}): in the twin they are in force`;
}

const memoryIn = ({ memory }: Readonly<Record<string, unknown>>) => (memory === undefined ? undefined : Number(String(memory).replace(/^current=/, "")));

/** Of a virtual machine; a container may have fewer than its node, or all of them. */
function processorsIn(type: Guest["type"], { cores, sockets, vcpus }: Readonly<Record<string, unknown>>): number | undefined {
  if (type === "lxc" || cores === undefined) return undefined;
  return Number(vcpus ?? Number(cores) * Number(sockets ?? 1));
}
