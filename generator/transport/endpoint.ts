import { isIPv6 } from "node:net";
import { exit, PmpcError } from "../../lib/error";

/** Where the API of a cluster is reached. */
export interface Endpoint {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** `https://pve1.lan:8006`, `https://[fd00::1]:8006`: the port is always said, a path never. */
  readonly url: string;
  /** A path that was given and is not used: Proxmox VE's API has a place of its own, and Terraform's provider leaves it out as well. */
  readonly path?: string;
}

const pattern = /^(?:https:\/\/)?(?<host>\[[^\]]+\]|[^\s:/?#@[\]]+)(?::(?<port>\d{1,5}))?(?<path>[/?#].*)?$/i;

/** Reads what people type: `https://pve1.lan:8006/`, `https://10.0.0.1`, `https://[fd00::1]:443`, `pve1.lan`, `fd00::1`. */
export function parseEndpoint(text: string): Endpoint {
  const typed = text.trim();
  const { host = "", port = "8006", path = "/" } = pattern.exec(isIPv6(typed) ? `[${typed}]` : typed)?.groups ?? {};
  // The URL parser checks names and addresses and knows one spelling of each; it would drop port 443.
  const hostname = URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : "";
  if (hostname === "" || Number(port) < 1 || Number(port) > 65535) throw invalid(text);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port), url: `https://${hostname}:${Number(port)}`, ...(/^\/?(?:api2(?:\/json)?\/?)?$/.test(path) ? {} : { path }) };
}

const isOfLink = /^(?:https:\/\/)?\[?[0-9a-f:]+:[0-9a-f:.]*%/i;

function invalid(text: string): PmpcError {
  // What comes before an "@" may be a password.
  const shown = text.includes("@") ? "the endpoint" : `the endpoint "${text}"`;
  const fault = /^http:/i.test(text.trim()) ? "uses http, and Proxmox VE speaks https only" : isOfLink.test(text.trim()) ? "is an address of one link, with its zone, which no URL can hold" : "is not an address of the form https://host:8006";
  return new PmpcError("invalid-endpoint", `${shown} ${fault}`, {
    hint: "https://pve1.example.com:8006, https://192.0.2.10 and https://[2001:db8::10]:8006 are endpoints; user and password go elsewhere",
    exit: exit.usage,
  });
}
