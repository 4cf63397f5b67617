import { X509Certificate } from "node:crypto";
import { authority } from "../authority";
import { flag, required, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { given, index, needs, type Call, type Route } from "../route";

const at = "/nodes/{node}/certificates";

/** The certificates of a node: the cluster's own authority, and what somebody gave the node. What that authority signed is not simulated. */
export const certificateRoutes: readonly Route[] = [
  { method: "GET", path: at, run: () => index("name", "acme custom info") },
  { method: "GET", path: `${at}/info`, run: (call) => certificatesOf(call) },
  { method: "POST", path: `${at}/custom`, ...needs("/nodes/{node}", "Sys.Modify"), takes: { certificates: required(text), key: text, force: flag, restart: flag }, run: upload },
  { method: "DELETE", path: `${at}/custom`, ...needs("/nodes/{node}", "Sys.Modify"), takes: { restart: flag }, run: remove },
];

const fileOf = (call: Call, ending: "pem" | "key") => `nodes/${given(call, "node")}/pveproxy-ssl.${ending}`;

function certificatesOf(call: Call): object[] {
  const pem = call.cluster.files.get(fileOf(call, "pem"));
  return [describe(authority, "pve-root-ca.pem"), ...(pem === undefined ? [] : [describe(pem)])];
}

const nameOf = (name: string) => `/${name.split("\n").join("/")}`;

function describe(pem: string, filename = "pveproxy-ssl.pem"): object {
  const { subject, issuer, fingerprint256, validFrom, validTo, subjectAltName = "", publicKey } = new X509Certificate(pem);
  const seconds = (date: string) => Math.floor(Date.parse(date) / 1000);
  const san = subjectAltName === "" ? [] : subjectAltName.split(", ").map((one) => one.replace(/^(DNS|IP Address):/, ""));
  const bits = publicKey.asymmetricKeyDetails?.modulusLength;
  return {
    filename,
    fingerprint: fingerprint256,
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    notbefore: seconds(validFrom),
    notafter: seconds(validTo),
    pem,
    san,
    "public-key-type": publicKey.asymmetricKeyType === "rsa" ? "rsaEncryption" : "id-ecPublicKey",
    ...(bits === undefined ? {} : { "public-key-bits": bits }),
  };
}

function upload(call: Call): object {
  const { files } = call.cluster;
  const pem = `${given(call, "certificates").trim()}\n`;
  let described;
  try {
    described = describe(pem);
  } catch {
    throw invalid({ certificates: "invalid format - not a PEM-encoded certificate (chain)\n" });
  }
  if (call.given.key === undefined && !files.has(fileOf(call, "key"))) throw failed("Attempted to upload custom certificate without (existing) key.");
  if (files.has(fileOf(call, "pem")) && String(call.given.force ?? 0) !== "1") throw failed("Custom certificate file exists but force flag is not set.");
  files.set(fileOf(call, "pem"), pem);
  if (call.given.key !== undefined) files.set(fileOf(call, "key"), `${given(call, "key").trim()}\n`);
  return described;
}

function remove(call: Call): null {
  call.cluster.files.delete(fileOf(call, "pem"));
  call.cluster.files.delete(fileOf(call, "key"));
  return null;
}
