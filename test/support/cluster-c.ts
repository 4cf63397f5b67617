import { recordedServer, tokens, type Recorded, type RecordedServer } from "./recorded-server";
import { fixture } from "./fixture";

type Recording = Readonly<Record<string, Recorded>>;

const { http, httpRoot } = fixture<{ readonly http: Recording; readonly httpRoot: Recording }>("cluster-c.json");

const plain = (address: string) => decodeURIComponent(address).replace("/?", "?");
const byAddress = (recording: Recording) => new Map(Object.entries(recording).map(([address, answer]) => [plain(address), answer]));
const answers = byAddress({ ...httpRoot, ...http });
/** What root@pam is told who has logged in with a password: more than any token. */
const answersToRoot = byAddress({ ...http, ...httpRoot });

const login: Recorded = { status: 200, reason: "OK", body: { data: { username: "root@pam", ticket: "PVE:root@pam:6B03FA51::c2VjcmV0+Zm9y/dGVzdHM=", CSRFPreventionToken: "6B03FA51:c2VjcmV0" } } };

/** The body of an answer; undefined if none was recorded. */
export const answerOf = (address: string): unknown => (answers.get(plain(address))?.body as { readonly data?: unknown } | undefined)?.data;

/** Five nodes, one of them off, with everything that is not a guest, as Proxmox VE answered; `changed` answers otherwise. */
export function serveClusterC(changed: (address: string) => Partial<Recorded> | undefined = () => undefined): Promise<RecordedServer> {
  return recordedServer({
    trouble(address, _nth, { method, headers }) {
      if (method === "POST" && address === "/access/ticket") return login;
      const found = (headers.cookie === undefined ? answers : answersToRoot).get(plain(address)) ?? { status: 501, reason: "not recorded", body: null };
      return { ...found, reason: (found.reason ?? "").split("\n")[0]!, ...changed(plain(address)) };
    },
  });
}

/** What reaches it, for the command line. */
export const reachClusterC = ({ url, fingerprint256 }: RecordedServer): readonly string[] => ["--endpoint", url, "--api-token", tokens.full, "--fingerprint", fingerprint256];
