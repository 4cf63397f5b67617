/** Whose fault it is that something could not be read or done: the way there, the cluster, one guest, who may do what, or the provider. */
export type Whose = "way" | "cluster" | "guest" | "rights" | "provider";

/** What went wrong, as it is told. */
export interface Trouble {
  /** The status of the answer, where there was one. */
  readonly status?: number;
  /** The words of Proxmox VE, of a tool, or of Terraform's provider. */
  readonly words: string;
  /** The node that was asked. */
  readonly node?: string;
}

/** What it means. */
export interface Blame {
  readonly whose: Whose;
  readonly kind: Kind;
  /** Half a sentence that names what is at fault: `node beta is offline`. */
  readonly says: string;
  /** What helps. */
  readonly remedy: string;
}

/** What is known of a guest that had to be left out of a plan, by whose fault that is. */
export const leftOut = { cluster: "not reached", guest: "not read" } as const;

export type Kind =
  | "too-many-requests"
  | "in-between"
  | "unreachable"
  | "certificate"
  | "second-factor"
  | "credentials"
  | "forbidden"
  | "node-offline"
  | "no-quorum"
  | "storage-gone"
  | "busy"
  | "agent-silent"
  | "agent-refuses"
  | "volume-fails"
  | "guest-gone"
  | "locked"
  | "not-understood"
  | "fails"
  | "not-proven"
  | "gate"
  | "crashed";

interface Rule {
  readonly whose: Whose;
  readonly kind: Kind;
  readonly status?: (status: number) => boolean;
  /** Its first group is the name that `says` is given. */
  readonly words?: RegExp;
  /** There was no answer at all. */
  readonly unanswered?: true;
  readonly says: (name: string, trouble: Trouble) => string;
  readonly remedy: string | ((trouble: Trouble) => string);
}

const is = (...statuses: readonly number[]) => (status: number) => statuses.includes(status);

/** The words alone, without how the provider introduces them. */
const here = ({ words }: Trouble) => words.split("Reason: ").at(-1)!.trim();

/** The first that fits counts: what a guest says of itself is also an answer of the cluster's, and may pass through the way. */
const rules: readonly Rule[] = [
  // What pmpc's own gate says in the cluster's place.
  {
    whose: "guest", kind: "not-proven", words: /pmpc: (not proven offline: .+)/s, says: (name) => name,
    remedy: "pmpc verify proves it where it may ask the cluster: export PROXMOX_VE_API_TOKEN",
  },
  {
    whose: "way", kind: "gate", words: /pmpc: (.+)/s, says: (name) => name,
    remedy: "pmpc doctor says what is wrong with the connection or the credentials",
  },
  {
    whose: "way", kind: "too-many-requests", status: is(429), words: /\bToo Many Requests\b/i,
    says: () => "something on the way to Proxmox VE lets no more requests through for now (429)",
    remedy: "run it again in a minute, with fewer requests at once: --concurrency 2",
  },
  {
    whose: "way", kind: "in-between", status: (status) => (status >= 300 && status < 400) || (status >= 502 && status <= 504), words: /invalid character '<'/,
    says: (_, { status, words }) => `something in between answered${status === undefined ? "" : ` ${status}`} instead of Proxmox VE${status === undefined || words === "" ? "" : ` (${here({ words })})`}`,
    remedy: "is pveproxy running on the node (systemctl status pveproxy), and does the proxy in front of it work?",
  },
  {
    whose: "cluster", kind: "node-offline", status: (status) => status >= 595 && status <= 599, words: /proxy handler failed|^ssh: |No route to host/m,
    says: (_, { node }) => (node === undefined ? "a node does not answer" : `node ${node} is offline`),
    remedy: "run it again when the node is back; the guests of other nodes do not wait for it",
  },
  {
    whose: "way", kind: "certificate", unanswered: true, words: /x509|\btls: /, says: (_, trouble) => here(trouble),
    remedy: "the cluster shows another certificate than the one that is trusted: pmpc doctor says which",
  },
  {
    whose: "way", kind: "unreachable", unanswered: true, words: /dial tcp|i\/o timeout|connection (?:reset|refused)|no such host|\bEOF\b|context deadline exceeded|broken pipe/i, says: (_, trouble) => here(trouble),
    remedy: "pmpc doctor says what is wrong with the way to the cluster",
  },
  {
    whose: "rights", kind: "second-factor", words: /second factor|one-time|\btfa\b/i,
    says: () => "a second factor is asked for",
    remedy: "use an API token, which needs none",
  },
  {
    whose: "rights", kind: "credentials", status: is(401), words: /failed to authenticate|authentication fail|No ticket|invalid token/i,
    says: () => "the cluster does not accept the token or the password",
    remedy: "the cluster does not accept the token or the password: pmpc doctor says which it was given",
  },
  {
    whose: "rights", kind: "forbidden", words: /Permission check failed \(\/storage\/[^,)]+, Datastore\.Allocate\)/,
    says: (_, trouble) => here(trouble),
    remedy: "the provider asks storages for the format of disks: give the token VM.Config.Disk on /vms beside Datastore.Audit",
  },
  {
    whose: "rights", kind: "forbidden", status: is(403), words: /Permission check failed/,
    says: (_, trouble) => here(trouble),
    remedy: ({ words }) => {
      const [, path, rights] = /\((\/[^,)]*), ([^)]+)\)/.exec(words) ?? [];
      return path === undefined ? "pmpc doctor says which rights the token lacks" : `give the token ${rights!.split("|").join(" or ")} on ${path}`;
    },
  },
  { whose: "cluster", kind: "no-quorum", words: /\bno quorum\b|cluster not ready/i, says: () => "the cluster has no quorum", remedy: "pvecm status on a node says which nodes are missing" },
  {
    whose: "cluster", kind: "storage-gone",
    words: /storage '([^']+)' (?:is not (?:online|available|active|enabled)|is disabled|does not exist)|(?:unable to|can't|could not) activate storage '([^']+)'/i,
    says: (name) => `storage ${name} is not available`,
    remedy: "pvesm status on the node says what is wrong with it; run it again when the storage is back",
  },
  {
    whose: "guest", kind: "agent-refuses", words: /(?:agent error|guest-).*(?:disabled|supported|not (?:been )?found)/is,
    says: () => "its agent does not tell its addresses",
    remedy: "allow guest-network-get-interfaces in the agent's configuration in the guest",
  },
  {
    whose: "guest", kind: "agent-silent", words: /guest agent is not running|No QEMU guest agent|\bqga (?:socket|command)\b|'guest-[\w-]+' failed - (?:got timeout|unable)|guest-ping/i,
    says: () => "its agent does not answer",
    remedy: "start the agent in the guest",
  },
  {
    whose: "cluster", kind: "busy", words: /got (?:lock request )?timeout|timed out|cfs-lock/i,
    says: (_, trouble) => `Proxmox VE timed out: ${here(trouble)}`,
    remedy: "run it again when the node is less busy",
  },
  { whose: "guest", kind: "guest-gone", words: /Configuration file '.*' does not exist/, says: () => "it is not there", remedy: "run it again: it has moved or was removed meanwhile" },
  { whose: "guest", kind: "fails", words: /\bmapping '([^']+)' not found/, says: (name) => `the mapping ${name} is not there, and the provider fails on that`, remedy: "if it was removed for good: pmpc forget" },
  { whose: "guest", kind: "locked", words: /\bis locked \((\w+)\)/, says: (name) => `it is locked (${name})`, remedy: "wait for what holds it" },
  {
    whose: "guest", kind: "volume-fails",
    words: /(?:file|volume)_size_info on '([^']+)' failed|get file (\S+) from datastore|no such logical volume (\S+)|Failed to find logical volume "?([^"\s]+)|unable to parse \S+ volume (?:file)?name '([^']+)'|volume '([^']+)' does not exist|(?:rbd error|zfs error): (.+)/i,
    says: (name, trouble) => `its volume ${name} cannot be read: ${here(trouble)}`,
    remedy: "look at the volumes that are there (pvesm list on the node); repair the volume, or take it out of the guest's configuration",
  },
  {
    whose: "provider", kind: "crashed", words: /plugin did not respond|plugin (?:crashed|exited)|panic:/i, says: () => "Terraform's provider crashed",
    remedy: "run it again; if it stays so, the provider has a fault: https://github.com/bpg/terraform-provider-proxmox/issues",
  },
  {
    whose: "guest", kind: "not-understood", words: /failed to (?:decode|unmarshal)|cannot (?:parse|unmarshal)|error (?:decoding|parsing)|strconv\./i, says: (_, trouble) => here(trouble),
    remedy: "an import tries again once its configuration, its state or the provider has changed",
  },
  {
    // Proxmox VE answers so where a part of it fails, in words of that part; what other parts answer is right all the same.
    whose: "guest", kind: "fails", words: /received an HTTP 500 response/, says: (_, trouble) => `Proxmox VE could not answer: ${here(trouble)}`,
    remedy: "the log of the node says why: journalctl -u pvedaemon",
  },
];

/** Whose fault it is, with words and a remedy for it; undefined if unknown. The only place that judges this. */
export function blame(trouble: Trouble): Blame | undefined {
  for (const { whose, kind, status, words, unanswered, says, remedy } of rules) {
    if (unanswered && trouble.status !== undefined) continue;
    const found = words?.exec(trouble.words);
    if (!found && !(trouble.status !== undefined && status?.(trouble.status))) continue;
    const name = found?.slice(1).find((group) => group !== undefined) ?? "";
    return { whose, kind, says: says(name, trouble), remedy: typeof remedy === "string" ? remedy : remedy(trouble) };
  }
  return undefined;
}

/** Takes apart how Terraform's provider tells of an answer: `… received an HTTP 595 response - Reason: Connection refused`. */
export function troubleIn(text: string): Trouble {
  const [, status] = /\bHTTP (\d{3})\b/.exec(text) ?? [];
  return { ...(status === undefined ? {} : { status: Number(status) }), words: text };
}
