import type { X509Certificate } from "node:crypto";
import { exit, PmpcError } from "../../lib/error";
import type { Endpoint } from "./endpoint";

/** What a server's certificate says, for people to look at. */
export interface Certificate {
  /** SHA-256 of the whole certificate: `9A:1C:…:4E`. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** DNS names and IP addresses that it is for. */
  readonly names: readonly string[];
  readonly pem: string;
}

/** A certificate that was refused, and what the server showed. */
export type CertificateError = PmpcError & {
  readonly certificate: Certificate;
  /** Why it was refused, without the endpoint: `expired on 2026-04-10`. */
  readonly reason: string;
};

/** Tells a refused certificate, whose fingerprint people may be asked about, from other errors. */
export function isCertificateError(error: unknown): error is CertificateError {
  return error instanceof Error && "certificate" in error && "code" in error && String(error.code).startsWith("certificate-");
}

export function describeCertificate(x509: X509Certificate): Certificate {
  return {
    fingerprint: x509.fingerprint256,
    subject: x509.subject?.replaceAll("\n", ", ") ?? "",
    issuer: x509.issuer?.replaceAll("\n", ", ") ?? "",
    pem: x509.toString(),
    validFrom: new Date(x509.validFrom),
    validTo: new Date(x509.validTo),
    names: [...(x509.subjectAltName ?? "").matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)].map(([, name]) => name!),
  };
}

/** Reads a SHA-256 fingerprint with or without colons, in either case: `9A:1C:…:4E`. */
export function parseFingerprint(text: string): string {
  const hex = text.trim().replace(/^sha-?256[\s:=/]*(?:fingerprint[\s:=]*)?/i, "").replaceAll(":", "").toUpperCase();
  if (/^[0-9A-F]{64}$/.test(hex)) return hex.replace(/..(?=.)/g, "$&:");
  throw new PmpcError("invalid-fingerprint", `"${text}" is not a SHA-256 fingerprint: 32 bytes in hexadecimal were expected`, {
    hint: "on the node, `pvenode cert info` shows it",
    exit: exit.usage,
  });
}

/** The server shows another certificate than the one that was pinned. */
export function certificateChanged(endpoint: Endpoint, pinned: readonly string[], certificate: Certificate): CertificateError {
  const reason = `not the pinned one: expected SHA-256 ${pinned.join(" or ")}, got ${certificate.fingerprint}`;
  const hint = "if it was renewed, compare the new value with `pvenode cert info` on the node and pin it with --fingerprint; if it was not renewed, someone may be intercepting the connection";
  return Object.assign(new PmpcError("certificate-changed", `the certificate of ${endpoint.url} is ${reason}`, { hint, exit: exit.refused }), { certificate, reason });
}

/** The server's certificate could not be verified; `why` is OpenSSL's or Node's word for it. */
export function certificateNotTrusted(endpoint: Endpoint, why: string, certificate: Certificate): CertificateError {
  const { says, remedy } = explain(why, endpoint, certificate);
  const hint = `its SHA-256 is ${certificate.fingerprint}: compare it with \`pvenode cert info\` on the node, then pin it with --fingerprint\nor ${remedy}`;
  return Object.assign(new PmpcError("certificate-not-trusted", `the certificate of ${endpoint.url} ${says}`, { hint, exit: exit.refused }), { certificate, reason: says.replace(/^is /, "") });
}

/** A certificate of a proxy may be for hundreds of names. */
const someOf = (names: readonly string[]) => (names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} other names`);

/** What is wrong with it, and what helps besides pinning it: an authority is of no use to one whose time or name is wrong. */
function explain(why: string, endpoint: Endpoint, { names, validFrom, validTo }: Certificate): { readonly says: string; readonly remedy: string } {
  if (why === "CERT_HAS_EXPIRED") return { says: `expired on ${day(validTo)}`, remedy: "renew it on the node: pvecm updatecerts --force && systemctl restart pveproxy (one of ACME: pvenode acme cert renew)" };
  if (why === "CERT_NOT_YET_VALID") return { says: `is not valid before ${day(validFrom)}`, remedy: `set the clock that is wrong: this machine says ${day(new Date())}` };
  if (why === "ERR_TLS_CERT_ALTNAME_INVALID") return { says: `is for ${someOf(names) || "another name"}, not for ${endpoint.host}`, remedy: "connect by a name that it is for, with --endpoint" };
  return { says: "is not signed by a known authority", remedy: "name the cluster's own authority, /etc/pve/pve-root-ca.pem, with --ca" };
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
