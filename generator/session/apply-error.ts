import { exit, type ExitCode } from "../../lib/error";
import { blame, troubleIn } from "../../lib/pve/blame";
import { guestTypeOfTerraform, printGuestName } from "../../lib/schema/kind/name";
import type { Log } from "../terraform/log";

/** What an apply could not do. */
export interface ApplyErrors {
  /** Each with what it is about, and whose fault it is: `vm 101 web: the cluster has no quorum (cluster not ready - no quorum?)`. */
  readonly says: readonly string[];
  /** What helps, each once. */
  readonly remedies: readonly string[];
  readonly exit?: ExitCode;
}

/** Reads what an apply said of its errors. */
export function applyErrors({ errors, numbers }: Pick<Log, "errors" | "numbers">): ApplyErrors {
  const found = errors.map(({ summary, detail, address }) => {
    const text = [summary, detail].filter(Boolean).join(": ");
    const trouble = troubleIn(text);
    const known = blame(trouble);
    const words = text.split("Reason: ").at(-1)!.replace(/^pmpc: /, "").trim();
    const what = known === undefined ? text : known.says.includes(words) ? known.says : `${known.says} (${words})`;
    const about = address === undefined ? undefined : nameOf(address, numbers.get(address));
    return { says: about === undefined ? what : `${about}: ${what}`, remedy: known?.remedy, isRefused: known?.whose === "rights" || trouble.status === 401 };
  });
  return {
    says: [...new Set(found.map(({ says }) => says))],
    remedies: [...new Set(found.flatMap(({ remedy }) => remedy ?? []))],
    ...(found.some(({ isRefused }) => isRefused) ? { exit: exit.notAuthorised } : {}),
  };
}

/** `proxmox_virtual_environment_vm.web` of number 101 → `vm 101 web` */
function nameOf(address: string, number: string | undefined): string {
  const [terraform = "", ...label] = address.split(".");
  const type = guestTypeOfTerraform(terraform);
  if (type === undefined) return address;
  const name = label.join(".");
  return number === undefined || !/^\d+$/.test(number) ? name : `${printGuestName({ type, vmId: Number(number) })} ${name}`;
}
