import { readFile } from "node:fs/promises";
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
