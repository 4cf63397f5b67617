import { isIPv4, isIPv6 } from "../../lib/pve/ip";

/** An address as a number, and how many bits it has. */
export interface Bits {
  readonly value: bigint;
  readonly size: 32 | 128;
}

/** Reads `10.0.0.5` or `fd00::5`; undefined for anything else. */
export function parseAddress(text: string): Bits | undefined {
  if (isIPv4(text)) return { value: text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n), size: 32 };
  if (!isIPv6(text)) return undefined;
  const [plain] = text.split("%");
  const tail = /:(\d+\.\d+\.\d+\.\d+)$/.exec(plain!)?.[1];
  const v4 = tail === undefined ? undefined : parseAddress(tail)!.value;
  const hex = v4 === undefined ? plain! : `${plain!.slice(0, -tail!.length)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  const [head = "", rest] = hex.split("::");
  const words = (part: string) => part.split(":").filter((word) => word !== "");
  const [before, after] = [words(head), rest === undefined ? [] : words(rest)];
  const all = rest === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
  return { value: all.reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n), size: 128 };
}

export function printAddress({ value, size }: Bits): string {
  if (size === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
  const words = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16));
  const runs = words.map((_, at) => words.slice(at).findIndex((word) => word !== "0")).map((length, at) => (length < 0 ? 8 - at : length));
  const most = Math.max(...runs);
  if (most < 2) return words.join(":");
  const at = runs.indexOf(most);
  return `${words.slice(0, at).join(":")}::${words.slice(at + most).join(":")}`;
}

/** `10.0.0.0/24` */
export interface Network extends Bits {
  readonly prefix: number;
}

export function parseNetwork(text: string): Network | undefined {
  const [address = "", length] = text.split("/");
  const bits = parseAddress(address);
  const prefix = length === undefined ? bits?.size : /^\d+$/.test(length) ? Number(length) : undefined;
  return bits === undefined || prefix === undefined || prefix > bits.size ? undefined : { ...bits, prefix };
}

const mask = ({ size, prefix }: Network) => ((1n << BigInt(prefix)) - 1n) << BigInt(size - prefix);

/** Where an address lies in one network, the same place in another; undefined for an address of neither. */
export function moved(address: Bits, from: Network, to: Network): Bits | undefined {
  if (address.size !== from.size || (address.value & mask(from)) !== (from.value & mask(from))) return undefined;
  return { size: address.size, value: (to.value & mask(to)) | (address.value & ~mask(from) & ((1n << BigInt(address.size)) - 1n)) };
}

/** Every address in a text, with or without a prefix length, given by `change`. */
export function changeAddresses(text: string, change: (address: string) => string | undefined): string | undefined {
  const parts = text.split(/([\s,;]+)/).map((part, at) => {
    if (at % 2 === 1 || part === "") return part;
    const [address = "", ...length] = part.split("/");
    const given = change(address);
    return given === undefined ? undefined : [given, ...length].join("/");
  });
  return parts.includes(undefined) ? undefined : parts.join("");
}
