import { demoTokens } from "../../simulator/demo-token";
import { parseTarget, type Response, type Request } from "../../simulator/request";

/** Answers of a real cluster by address, to be given again word by word. */
export interface Recording {
  readonly http: Readonly<Record<string, RecordedAnswer>>;
  /** The same cluster as somebody with few rights saw it. */
  readonly httpLow?: Readonly<Record<string, RecordedAnswer>>;
  /** The raw text of files below `/etc/pve`. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly reason: string;
  readonly body?: Readonly<Record<string, unknown>> | null;
}

export function isRecording(value: unknown): value is Recording {
  return typeof value === "object" && value !== null && typeof (value as Recording).http === "object";
}

/** Replays: the root token gets what was seen by root, the auditor's what the poor token saw. */
export function replay(recording: Recording): (request: Request) => Response {
  const rich = byAddress(recording.http);
  const poor = recording.httpLow ? byAddress(recording.httpLow) : rich;
  const listings = volumesIn(recording.http);
  return ({ method, address, headers = {} }) => {
    const token = /^PVEAPIToken=(.*)$/.exec(headers.authorization ?? "")?.[1];
    if (token === undefined) return { status: 401, reason: headers.authorization === undefined ? "No ticket" : "Authentication failed!" };
    const [user] = token.split("=");
    const answers = token === demoTokens.root ? rich : token === demoTokens.auditor ? poor : undefined;
    if (!answers) return { status: 401, reason: "Authentication failed!" };
    const found = method === "GET" ? (answers.get(normal(address)) ?? oneVolume(listings, address)) : undefined;
    return { ...(found ? asAnswer(found) : refuse(501, `Method '${method} ${address}' not implemented by the simulator`)), user };
  };
}

const byAddress = (answers: Readonly<Record<string, RecordedAnswer>>) =>
  new Map(Object.entries(answers).map(([address, answer]) => [normal(address), answer]));

/** One spelling for an address, whichever way its characters were encoded and its query sorted. */
function normal(address: string): string {
  const { path, query } = parseTarget(address);
  const parameters = Object.entries(query)
    .map(([name, value]) => `${name}=${String(value)}`)
    .sort();
  return [path, ...parameters].join("&");
}

function asAnswer({ status, reason, body }: RecordedAnswer): Response {
  return body ? { status, reason, body } : { status, reason };
}

function refuse(status: number, reason: string): Response {
  return { status, reason, body: { data: null, message: `${reason}\n` } };
}

interface Volume {
  readonly format: string;
  readonly size: number;
}

// What a configuration says about a volume serves where no listing has it.
const drive = /^([^,:\s]+:[^,\s]+)(?:,.*)?,size=(\d+(?:\.\d+)?)([KMGT]?)/;

function volumesIn(answers: Recording["http"]): Map<string, Volume> {
  const listed = new Map<string, Volume>();
  const configured = new Map<string, Volume>();
  for (const [address, { body }] of Object.entries(answers)) {
    const data = body?.data;
    if (/\/storage\/[^/]+\/content(\?|$)/.test(address))
      rows(data).forEach(({ volid, format, size }) => listed.set(String(volid), { format: String(format), size: Number(size) }));
    else if (/\/(qemu|lxc)\/\d+\/config$/.test(address))
      Object.values((data ?? {}) as object).forEach((value) => readDrive(configured, String(value)));
  }
  return new Map([...configured, ...listed]);
}

function readDrive(volumes: Map<string, Volume>, text: string): void {
  const [, id, amount, unit = ""] = drive.exec(text) ?? [];
  if (id === undefined) return;
  const format = /\.(raw|qcow2|vmdk)$/.exec(id)?.[1] ?? (id.includes(":subvol-") ? "subvol" : "raw");
  volumes.set(id, { format, size: Number(amount) * 1024 ** ["", "K", "M", "G", "T"].indexOf(unit) });
}

const rows = (data: unknown) => (Array.isArray(data) ? (data as Record<string, unknown>[]) : []);

/** Single volumes were not recorded: size and format follow from the lists. */
function oneVolume(volumes: ReadonlyMap<string, Volume>, address: string): RecordedAnswer | undefined {
  const [, , , storage, kind, ...rest] = parseTarget(address).segments;
  if (kind !== "content" || rest.length === 0) return undefined;
  const id = rest.join("/").includes(":") ? rest.join("/") : `${storage}:${rest.join("/")}`;
  const volume = volumes.get(id);
  if (!volume) return refuse(500, `file_size_info on '${id}' failed`);
  return { status: 200, reason: "OK", body: { data: { path: `/dev/${id.replace(":", "/")}`, used: volume.size, ...volume } } };
}
