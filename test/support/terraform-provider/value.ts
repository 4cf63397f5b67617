import { ExtensionCodec, decode, encode } from "@msgpack/msgpack";

/** Stands for what is not known before it was applied. */
export const unknown = Object.freeze({ known: false });

const extensionCodec = new ExtensionCodec();
extensionCodec.register({ type: 0, encode: (value) => (value === unknown ? Uint8Array.of(0) : null), decode: () => unknown });
// Unknown, but something is known about it all the same: never null, a prefix, a range.
extensionCodec.register({ type: 12, encode: () => null, decode: () => unknown });

/** A value in a message of the plugin protocol. */
export interface ValueMessage {
  readonly msgpack: Uint8Array;
}

/** Objects, lists, plain values, null and `unknown`: what Terraform hands to a provider. */
export function readValue(message: ValueMessage | null): unknown {
  return message === null || message.msgpack.length === 0 ? null : decode(message.msgpack, { extensionCodec });
}

export function writeValue(value: unknown): ValueMessage {
  return { msgpack: Buffer.from(encode(value, { extensionCodec })) };
}
