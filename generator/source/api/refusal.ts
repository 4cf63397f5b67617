import { exit, PmpcError } from "../../../lib/error";
import type { Unreadable } from "../../../lib/inventory/document";
import { grantCommand, parseRefusal, printRight } from "../../../lib/inventory/rights";
import type { Address } from "../../../lib/pve/address";
import type { ApiResponse } from "../../transport/client";
import { judge } from "../finding";

/** Says why an address was not answered as it should be. */
export function explainAnswer(address: Address, { status, reason }: ApiResponse, identity: string): Unreadable {
  if (status === 403) return { address, why: "forbidden", ...forbidden(address, reason, identity) };
  const found = judge(address, { status, words: reason });
  if (found) return found;
  return { address, why: "failed", message: `Proxmox VE answered ${status}: ${reason === "" ? "it gave no reason" : reason}` };
}

/** The error of an address that an import cannot do without. */
export function cannotRead({ address, why, message, hint }: Unreadable): PmpcError {
  if (why === "forbidden") return new PmpcError("permission-denied", message, { hint, exit: exit.notAuthorised });
  return new PmpcError("read-failed", `${address} could not be read: ${message}`, { hint });
}

/** A user without any right is shown an empty cluster, which must not be taken for one. */
export function noRights(identity: string): PmpcError {
  const grant = `give it the role PVEAuditor on /:   ${grantCommand(identity, { anyOf: ["VM.Audit"], path: "/" })}`;
  const hint = identity.includes("!")
    ? `${grant}\na token with separate privileges needs them in addition to its user, and never has more than its user`
    : grant;
  return new PmpcError("no-rights", `${describe(identity)} may log in, but has no right to see anything`, { hint, exit: exit.notAuthorised });
}

function forbidden(address: Address, reason: string, identity: string): { readonly message: string; readonly hint?: string } {
  const right = parseRefusal(reason);
  if (!right) return { message: `${describe(identity)} may not read ${address}: ${reason}` };
  return { message: `${describe(identity)} lacks ${printRight(right)}`, hint: grantCommand(identity, right) };
}

const describe = (identity: string) => (identity.includes("!") ? `token ${identity}` : `user ${identity}`);
