import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { hostname } from "node:os";
import { promisify } from "node:util";
import { PmpcError } from "../../lib/error";

/** Facility authpriv, severity notice. */
const priority = 10 * 8 + 5;
const patience = 10_000;

/**
 * Tells a line to a syslog: `syslog` is this machine's, by its program logger; `udp://log.lan:514` and `tcp://log.lan:514` are a server's
 * (RFC 5424). Raises `syslog-failed`. Nothing confirms what is sent by UDP.
 */
export async function sendToSyslog(where: string, line: string, now: Date): Promise<void> {
  const message = `<${priority}>1 ${now.toISOString()} ${hostname().replace(/[^\x21-\x7e]/g, "-") || "-"} pmpc ${process.pid} audit - ${line}`;
  try {
    if (where === "syslog") await promisify(execFile)("logger", ["-t", "pmpc", "-p", "authpriv.notice", "--", line], { timeout: patience });
    else await (where.startsWith("udp:") ? byUdp : byTcp)(new URL(where), message);
  } catch (error) {
    throw new PmpcError("syslog-failed", `${where} did not take the audit log's end: ${error instanceof Error ? error.message : String(error)}`, { hint: "audit_anchor in .proxmox/config.yml says where it goes; pmpc audit --anchor tries again", cause: error });
  }
}

const portOf = ({ port }: URL) => Number(port || 514);
const hostOf = ({ hostname: host }: URL) => host.replace(/^\[|\]$/g, "");

function byUdp(to: URL, message: string): Promise<void> {
  const socket = createSocket(hostOf(to).includes(":") ? "udp6" : "udp4");
  return new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.send(message, portOf(to), hostOf(to), (error) => (error ? reject(error) : resolve()));
  }).finally(() => socket.close());
}

/** With its length before it, as RFC 6587 counts it. */
function byTcp(to: URL, message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(to), hostOf(to));
    socket.setTimeout(patience, () => socket.destroy(new Error("it does not answer")));
    socket.once("error", reject).once("close", () => resolve());
    socket.end(`${Buffer.byteLength(message)} ${message}`);
  });
}
