import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";
import { exit, PmpcError } from "../../lib/error";

/** The certificate of an authority, in PEM, from a file that the user named. */
export async function readAuthority(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new PmpcError("authority-unreadable", `cannot read the certificate authority ${path}`, {
      hint: "--ca takes a PEM file, such as a copy of /etc/pve/pve-root-ca.pem",
      exit: exit.usage,
      cause,
    });
  }
}

/**
 * What a program trusts that takes one file of authorities (`SSL_CERT_FILE`), and this certificate, in PEM. Without such a file
 * those are the public authorities.
 */
export async function withAuthorities(pem: string, file: string | undefined): Promise<string> {
  const others = file === undefined || file === "" ? rootCertificates.join("\n") : await readFile(file, "utf8").catch(() => "");
  return `${pem.trim()}\n${others.trim()}\n`;
}
