import { expect } from "chai";
import fc from "fast-check";
import { bytesOf, byteText, textOfBytes } from "../../../lib/pve/bytes";

describe("bytes as text", () => {
  it("come back as they were, whatever they are", () => {
    const mixed = fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" }).map((text) => new TextEncoder().encode(text)), fc.constantFrom(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), Uint8Array.of(0xed, 0xb3, 0xa9), Uint8Array.of(0xc3, 0xe9, 0xc3, 0xa9)));
    fc.assert(fc.property(mixed, (bytes) => expect([...bytesOf(textOfBytes(bytes))]).to.deep.equal([...bytes]) && true));
  });

  it("are themselves where they are UTF-8", () => {
    expect(textOfBytes(new TextEncoder().encode("\ufeffwäb 😀"))).to.equal("\ufeffwäb 😀");
    expect(byteText(bytesOf("ä"))).to.equal("Ã¤");
    expect(textOfBytes(Uint8Array.of(0x61, 0xe9, 0xc3, 0xa9))).to.equal("a\udce9é");
  });
});
