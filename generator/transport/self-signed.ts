import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";

export interface SelfSigned {
  /** PKCS #8, PEM. */
  readonly key: string;
  /** X.509, PEM. */
  readonly cert: string;
  /** SHA-256 of the certificate: `9A:1C:…:4E`. */
  readonly fingerprint256: string;
}

const days = 24 * 60 * 60 * 1000;

/** Makes a key pair and a certificate for it, valid from a day before `now` for two years, as Proxmox VE's own are. */
export function selfSigned(names: { readonly dns: readonly string[]; readonly ip: readonly string[] }, now: Date): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = distinguishedName(names.dns[0] ?? names.ip[0] ?? "pmpc");
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    // The first bit stays clear: a serial number is positive.
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(now.getTime() - days)), time(new Date(now.getTime() + 730 * days))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(3, sequence(extension("551d11", alternativeNames(names)), extension("551d25", sequence(oid("2b06010505070301"))))),
  );
  const der = sequence(body, ecdsaWithSha256, bitString(sign("sha256", body, privateKey)));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/.{64}/g, "$&\n").trimEnd()}\n-----END CERTIFICATE-----\n`,
    fingerprint256: createHash("sha256").update(der).digest("hex").toUpperCase().replace(/..(?=.)/g, "$&:"),
  };
}

// DER (ITU-T X.690): every value is its tag, its length and its content.
function encode(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: readonly Uint8Array[]) => encode(0x30, ...content);
const integer = (bytes: Uint8Array) => encode(0x02, bytes);
const bitString = (bytes: Uint8Array) => encode(0x03, Buffer.from([0]), bytes);
const octets = (bytes: Uint8Array) => encode(0x04, bytes);
const oid = (hex: string) => encode(0x06, Buffer.from(hex, "hex"));
const tagged = (number: number, content: Uint8Array) => encode(0xa0 | number, content);
const extension = (id: string, value: Uint8Array) => sequence(oid(id), octets(value));
const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));

function distinguishedName(commonName: string): Buffer {
  return sequence(encode(0x31, sequence(oid("550403"), encode(0x0c, Buffer.from(commonName)))));
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+|[-:T]/g, "");
  // Two digits say the year up to 2049, four from then on.
  return date.getUTCFullYear() < 2050 ? encode(0x17, Buffer.from(digits.slice(2))) : encode(0x18, Buffer.from(digits));
}

function alternativeNames({ dns, ip }: { readonly dns: readonly string[]; readonly ip: readonly string[] }): Buffer {
  return sequence(...dns.map((name) => encode(0x82, Buffer.from(name))), ...ip.map((address) => encode(0x87, addressBytes(address))));
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split(".").map(Number));
  // The URL parser knows every way to write an IPv6 address and answers with one: at most one "::", no dotted part.
  const [head = "", tail] = new URL(`https://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, "0")).join(""), "hex");
}
