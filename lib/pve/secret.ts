/** Is where a secret was. A value that holds it is not the value on the server, and must not be sent there. */
export const redacted = "(redacted by pmpc)";

/** What a secret of the code is while nobody sets its variable. It is never to reach the cluster. */
export const unsetSecret = "unset";

/** The variable of Terraform's that a secret of the code comes from: `nas-password` → `nas_password`. */
export const secretVariable = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, "_");

const privateKey = /-----BEGIN(?:\s|%20)(?:[A-Z0-9]+(?:\s|%20))*PRIVATE(?:\s|%20)KEY(?:(?:\s|%20)BLOCK)?-----/;
/** A whole word such as KEY or AUTH, as in API_KEY and KEY_FILE, but not in KEYCLOAK_URL; the others wherever they are. */
const secretName = /PASS|PWD|SECRET|TOKEN|CREDENTIAL|PRIVATE|(?:KEYS?|AUTH)(?![A-Z])/i;
const secretUrl = /:\/\/[^\s/:@]*:[^\s/@]+@/;
/** Settings of a storage that are secrets, or the place of one, where a copied file or an older release still has them. */
const secretSettings = new Set(["password", "passwd", "keyring", "encryption-key", "crypt-key", "secret", "chap-secret", "token-secret"]);
const stars = /^\**$/;

/** Whether a setting of anything may be a secret, by its name or by what it looks like: it is told to nobody. */
export const isSecret = (key: string, value: string): boolean => value === redacted || secretName.test(key) || secretUrl.test(value) || privateKey.test(value);

/**
 * Takes out of an API answer what must never be stored: private keys wherever they are, a cloud-init password that is
 * not masked, the password and encryption key of a storage, a proxy with a password, and the values of a container's environment that look like secrets. Everything else is the same value.
 */
export function redact(value: unknown): unknown {
  if (typeof value === "string") return privateKey.test(value) ? redacted : value;
  if (Array.isArray(value)) return redactList(value);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const clean = entries.map(([key, item]): [string, unknown] => [key, redactSetting(key, item)]);
  return clean.every(([, item], at) => item === entries[at]![1]) ? value : Object.fromEntries(clean);
}

function redactList(list: readonly unknown[]): readonly unknown[] {
  // A container's raw lines are pairs: ["lxc.environment.runtime", "NAME=value"].
  const [key, text] = list;
  if (list.length === 2 && typeof key === "string" && key.startsWith("lxc.environment")) return [key, redactSetting("env", text)];
  const clean = list.map(redact);
  return clean.every((item, at) => item === list[at]) ? list : clean;
}

function redactSetting(key: string, value: unknown): unknown {
  if (typeof value !== "string") return redact(value);
  if (key === "http_proxy") return secretUrl.test(value) ? redacted : value;
  if (key === "cipassword" || secretSettings.has(key)) return stars.test(value) ? value : redacted;
  // NUL separates the entries, in the API's answer and in what `pct config` prints.
  if (key === "env") return value.split("\0").map(redactVariable).join("\0");
  return redact(value);
}

function redactVariable(entry: string): string {
  const [name = "", ...rest] = entry.split("=");
  const value = rest.join("=");
  const secret = value !== "" && (secretName.test(name) || secretUrl.test(value) || privateKey.test(value));
  return secret ? `${name}=${redacted}` : entry;
}
