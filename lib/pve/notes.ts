import { bytesOf } from "./bytes";

/** Notes as Proxmox VE writes them on one line: control characters, "%", ":" and everything outside ASCII, byte by byte as `%0A`. */
export function encodeNotes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x25 && byte !== 0x3a;
    return plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

/** What such a line says; a "%" that no two hexadecimal digits follow stands for itself. */
export function decodeNotes(text: string): string {
  const bytes = bytesOf(text);
  const decoded: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const hex = bytes[i] === 0x25 ? /^[0-9a-f]{2}/i.exec(String.fromCharCode(...bytes.slice(i + 1, i + 3)))?.[0] : undefined;
    decoded.push(hex === undefined ? bytes[i]! : Number.parseInt(hex, 16));
    if (hex !== undefined) i += 2;
  }
  // A mark at the beginning is a character like any other.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(decoded));
}
