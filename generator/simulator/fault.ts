import { STATUS_CODES } from "node:http";
import { exit, PmpcError } from "../../lib/error";
import type { Address } from "../../lib/pve/address";

/** What goes wrong instead of an answer: a status, silence, or a connection that breaks. */
export type Fault = { readonly status: number; readonly reason: string } | "hang" | "reset";

const grammar = /^(?:(\/\S*)(?: |$))?(?:(\d+(?:\.\d+)?)%|([1-9]\d*)x)?$/;
// Reasons that Proxmox VE gives where HTTP has none.
const reasons = new Map([
  [595, "Connection refused"],
  [596, "Broken pipe"],
  [597, "Connection reset by peer"],
  [598, "timeout"],
  [599, "Too many redirections"],
]);

/**
 * Reads rules such as `5%:502`, `/nodes/pve2:595`, `/nodes/pve1 2x:503` (the first two requests below it) and `/version:hang`.
 * The function made says for each request, in the order they come, what goes wrong with it: the first rule that strikes. Chance has no part in it.
 */
export function faults(rules: readonly string[]): (address: Address) => Fault | undefined {
  const all = rules.map(parseRule);
  return (address) => {
    for (const rule of all) {
      const fault = rule(address);
      if (fault) return fault;
    }
    return undefined;
  };
}

function parseRule(text: string): (address: Address) => Fault | undefined {
  const colon = text.lastIndexOf(":");
  const [matched, prefix = "/", percent, times] = grammar.exec(text.slice(0, Math.max(0, colon))) ?? [];
  const fault = parseFault(text.slice(colon + 1));
  if (!matched || !fault) {
    throw new PmpcError("wrong-fault", `cannot read the fault "${text}", expected WHERE:WHAT`, {
      hint: "WHERE is a share (5%), a number of requests (2x), an address (/nodes/pve2) or both; WHAT is a status, hang or reset",
      exit: exit.usage,
    });
  }
  const strikes = percent === undefined ? (count: number) => times === undefined || count <= Number(times) : everySo(Number(percent) / 100);
  let count = 0;
  return (address) => (isBelow(address, prefix) && strikes(++count) ? fault : undefined);
}

function parseFault(text: string): Fault | undefined {
  if (text === "hang" || text === "reset") return text;
  if (!/^[1-5]\d\d$/.test(text)) return undefined;
  const status = Number(text);
  return { status, reason: reasons.get(status) ?? STATUS_CODES[status] ?? "Failed" };
}

/** A share of all requests, spread evenly: multiples of the golden ratio never bunch. */
function everySo(share: number): (count: number) => boolean {
  return (count) => (count * 0.618033988749895) % 1 < share;
}

function isBelow(address: Address, prefix: string): boolean {
  return prefix === "/" || address === prefix || [`${prefix}/`, `${prefix}?`].some((start) => address.startsWith(start));
}
