import { isPmpcError, type PmpcError } from "../../lib/error";
import { createWriter, type ApiResponse as Told, type ClientOptions, type Writer } from "../transport/client";
import { isRead, refuse, type GateResponse, type Handler, type Request } from "./message";

/** How the cluster is reached: data, so that another process can be told. */
export type Way = Pick<ClientOptions, "endpoints" | "credentials" | "trust" | "concurrency" | "timeout">;

/** The cluster itself, asked by pmpc's own client: with the certificate that is trusted, other nodes where one is away, one budget for all. */
export interface Cluster {
  /** How it is reached; undefined if there are no credentials. */
  readonly way: Way | undefined;
  readonly handle: Handler;
  /** The same way for another process, which need not log in again. */
  handOver(): Promise<Way | undefined>;
  /** The same client, for questions of pmpc's own; undefined if there are no credentials. */
  client(): Promise<Writer | undefined>;
  /** What kept it from being asked, the first that did; undefined if nothing did. */
  trouble(): PmpcError | undefined;
  close(): void;
}

/** Milliseconds that a change may take until it is answered: a disk may have to be made before that. */
const patience = 15 * 60_000;

/** Connects when it is first asked. Without a way everything is refused, and said to be for want of credentials. */
export function openCluster(way: Way | undefined, here: Pick<ClientOptions, "signal" | "onPause"> = {}): Cluster {
  let opened: Promise<Writer> | undefined;
  let trouble: PmpcError | undefined;
  const open = (known: Way) => (opened ??= createWriter({ ...known, ...here }));
  return {
    way,
    handOver: async () => way && { ...way, credentials: opened === undefined ? way.credentials : await (await opened).handOver() },
    async handle(request) {
      if (way === undefined) return refuse("there are no credentials for the cluster: PROXMOX_VE_API_TOKEN is not set", 401);
      try {
        return answerOf(await ask(await open(way), request));
      } catch (error) {
        if (!isPmpcError(error)) throw error;
        trouble ??= error;
        return refuse(error.message, error.code === "not-authorised" ? 401 : 502);
      }
    },
    client: async () => (way === undefined ? undefined : open(way)),
    trouble: () => trouble,
    close: () => void opened?.then((client) => client.close(), () => {}),
  };
}

function ask(client: Writer, request: Request): Promise<Told> {
  const { method, address, form, file } = request;
  if (isRead(request)) return client.get(address);
  return client.send(method as Exclude<typeof method, "GET">, address, form, { timeout: patience, ...(file === undefined ? {} : { file }) });
}

const answerOf = ({ status, reason, data }: Told): GateResponse => ({ status, ...(status === 200 ? {} : { reason }), data });
