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
export type CertificateError = PmpcError & { readonly certificate: Certificate };

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
  const message = `the certificate of ${endpoint.url} is not the pinned one: expected SHA-256 ${pinned.join(" or ")}, got ${certificate.fingerprint}`;
  const hint = "if it was renewed, compare the new value with `pvenode cert info` on the node and pin it with --fingerprint; if it was not renewed, someone may be intercepting the connection";
  return Object.assign(new PmpcError("certificate-changed", message, { hint, exit: exit.refused }), { certificate });
}

/** The server's certificate could not be verified; `reason` is OpenSSL's or Node's word for why. */
export function certificateNotTrusted(endpoint: Endpoint, reason: string, certificate: Certificate): CertificateError {
  const message = `the certificate of ${endpoint.url} ${explain(reason, endpoint, certificate)}`;
  const hint = [
    `its SHA-256 is ${certificate.fingerprint}: compare it with \`pvenode cert info\` on the node, then pin it with --fingerprint`,
    "or name the cluster's own authority, /etc/pve/pve-root-ca.pem, with --ca",
  ].join("\n");
  return Object.assign(new PmpcError("certificate-not-trusted", message, { hint, exit: exit.refused }), { certificate });
}

/** A certificate of a proxy may be for hundreds of names. */
const someOf = (names: readonly string[]) => (names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} other names`);

function explain(reason: string, endpoint: Endpoint, { names, validFrom, validTo }: Certificate): string {
  if (reason === "CERT_HAS_EXPIRED") return `expired on ${validTo.toISOString().slice(0, 10)}`;
  if (reason === "CERT_NOT_YET_VALID") return `is not valid before ${validFrom.toISOString().slice(0, 10)}`;
  if (reason === "ERR_TLS_CERT_ALTNAME_INVALID") return `is for ${someOf(names) || "another name"}, not for ${endpoint.host}`;
  return "is not signed by a known authority";
}
