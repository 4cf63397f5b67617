import { exit, PmpcError } from "../../lib/error";
import type { GuestType } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { camel } from "../../lib/schema/setting/find";
import { readSaid, type Said } from "../revise/options";

/** A guest that somebody wants, as far as it was said. */
export interface Wanted {
  readonly type: GuestType;
  readonly name: string;
  readonly said: readonly Said[];
  readonly vmId?: number;
  readonly origin?: Origin;
  /** Public keys, one a line. */
  readonly keys: readonly string[];
}

/** What it is to be made from. */
export type Origin = { readonly is: "clone"; readonly of: string } | { readonly is: "image" | "template"; readonly called: string };

/** What can be said of a new guest beside its settings. */
export interface Beside {
  readonly id?: number;
  readonly from?: string;
  readonly image?: string;
  readonly template?: string;
  /** Texts of public keys. */
  readonly keys: readonly string[];
  /** What to do about a setting that is not right, where the caller says nothing of its own. */
  readonly hint?: string;
}

/** Reads what was said of a guest. Raises `wrong-input`. */
export function readWanted(type: GuestType, input: Readonly<Record<string, unknown>>, { id, from, image, template: named, keys, hint }: Beside): Wanted {
  const { nameKey, word, createdFrom } = guestKinds[type];
  // Proxmox VE's word for a template, which is a volume.
  const { [createdFrom ?? ""]: inOtherWords } = input;
  const template = named ?? (typeof inOtherWords === "string" ? inOtherWords : undefined);
  const name = input.name ?? input.hostname;
  if (typeof name !== "string" || name === "") throw wrongInput("name", "it is missing", `pmpc create ${word.short} --name web`);
  // The number of a label in DNS, which is what Proxmox VE takes.
  if (name.length > 253 || !name.split(".").every((label) => /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label))) {
    throw wrongInput("name", `expected a name as in DNS (letters, digits and dashes, parted by dots), got ${JSON.stringify(name.slice(0, 80))}`, "Proxmox VE accepts only such names");
  }
  const numbers = [id, input.vmid, input.vmId].filter((one) => one !== undefined).map(Number);
  if (numbers.some((one) => !Number.isInteger(one) || one < 100 || one > 999_999_999)) throw wrongInput("id", "expected a whole number from 100 to 999999999", "leave it out, and the next free one is taken");
  const origins = [from === undefined ? [] : [{ is: "clone", of: from } as const], image === undefined ? [] : [{ is: "image", called: image } as const], template === undefined ? [] : [{ is: "template", called: template } as const]].flat();
  if (origins.length > 1) throw wrongInput("from", "from, image and template are several origins", "say one of them");
  const [origin] = origins;
  const { option, instead } = guestKinds[type].making.origin;
  if (origin !== undefined && origin.is !== "clone" && origin.is !== option) throw wrongInput(origin.is, instead.says, instead.hint);
  const { vmId: _, vmid: __, name: ___, hostname: ____, ...settings } = input;
  return { type, name, said: readSaid(type, { ...settings, [camel(nameKey)]: undefined, ...(createdFrom === undefined ? {} : { [createdFrom]: undefined }) }, hint), ...(numbers.length > 0 ? { vmId: numbers[0]! } : {}), ...(origin === undefined ? {} : { origin }), keys: keys.flatMap(publicKeys) };
}

/** The keys of a file, or of what was said. A private one is refused, and never shown. */
function publicKeys(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  if (/PRIVATE KEY/.test(text)) throw wrongInput("ssh-key", "that is a private key", "say the file that ends in .pub");
  if (lines.length === 0 || !lines.every((line) => /^(ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z0-9+/=]+( .*)?$/.test(line))) throw wrongInput("ssh-key", "expected a public key (ssh-ed25519 AAAA…), or a file of them", "ssh-add -L prints yours; most lie in ~/.ssh/id_ed25519.pub");
  return lines;
}

export function wrongInput(option: string, expected: string, hint: string): PmpcError {
  return new PmpcError("wrong-input", `${option}: ${expected}`, { hint, exit: exit.usage, facts: { option, expected } });
}
