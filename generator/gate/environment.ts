import { withAuthorities } from "../transport/authority";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the provider reads of the cluster's API in its environment. What it reads of ssh is another matter, and stays. */
const names = ["ENDPOINT", "API_TOKEN", "USERNAME", "PASSWORD", "OTP", "AUTH_TICKET", "CSRF_PREVENTION_TOKEN", "INSECURE", "MIN_TLS"].map((name) => `PROXMOX_VE_${name}`);

/** The variable that holds a token of its own for changes. */
export const writeTokenName = "PMPC_WRITE_API_TOKEN";

/** An environment without the cluster's credentials, for every program that pmpc starts: `others` name them, too. */
export function withoutCredentials(environment: Environment, others: readonly string[] = []): Environment {
  return { ...environment, ...Object.fromEntries([...names, writeTokenName, ...others].map((name) => [name, undefined])) };
}

/** Whether Go takes the authorities to trust from a file here; elsewhere it asks the system, which cannot be told of one. */
const takesFile = process.platform !== "darwin" && process.platform !== "win32";

/**
 * How the provider comes to trust a gate's certificate: a file of authorities, where `write` puts it and says where that is. Where there is
 * no such way, it takes any certificate: the gate is on loopback, and the run's secret is of no use anywhere else.
 */
export async function trustIn(certificate: string, { SSL_CERT_FILE }: Environment, write: (text: string) => Promise<string>): Promise<Readonly<Record<string, string>>> {
  if (!takesFile) return { PROXMOX_VE_INSECURE: "true" };
  return { SSL_CERT_FILE: await write(await withAuthorities(certificate, SSL_CERT_FILE)) };
}
