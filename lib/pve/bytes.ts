/**
 * Bytes as text without loss. Proxmox VE reads files as bytes, and people write them in whatever their editor has: what is UTF-8 is
 * itself, every other byte is half of a surrogate pair (0xE9 → U+DCE9), which no UTF-8 has.
 */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Array.from(sequences(bytes), (sequence) => decodeOr(sequence, () => String.fromCharCode(0xdc00 + sequence[0]!))).join("");
  }
}

/** The bytes of such a text. */
export function bytesOf(text: string): Uint8Array {
  // Without the flag, halves of pairs would be found as well.
  const parts = text.split(/([\udc80-\udcff])/u).map((part) => (/^[\udc80-\udcff]$/u.test(part) ? Uint8Array.of(part.charCodeAt(0) - 0xdc00) : encoder.encode(part)));
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

/** One character for each byte, which is what Perl has before decoding. */
export function byteText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Each character's bytes; those that are none's stand alone. */
function* sequences(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at]!;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const whole = bytes.subarray(at, at + length);
    const good = decodeOr(whole, () => undefined) !== undefined;
    yield good ? whole : bytes.subarray(at, at + 1);
    at += good ? length : 1;
  }
}

function decodeOr<T>(bytes: Uint8Array, otherwise: () => T): string | T {
  try {
    return utf8.decode(bytes);
  } catch {
    return otherwise();
  }
}
