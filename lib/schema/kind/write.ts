/** What a request does to a resource. */
export type Operation =
  /** Makes it; it may run afterwards. */
  | "create"
  /** Makes it as a copy of another. */
  | "clone"
  | "configure"
  /** Grows one of its volumes. */
  | "resize"
  /** Moves one of its volumes to another storage. */
  | "move"
  /** Moves it to another node. */
  | "migrate"
  /** Makes it a template, for good. */
  | "template"
  | "start"
  /** Shuts it down, or switches it off. */
  | "stop"
  /** Both in one. */
  | "restart"
  /** Puts it into a group of others, or takes it out. */
  | "membership"
  /** Sends a file, as a stream. */
  | "upload"
  /** Has the node fetch a file. */
  | "download"
  /** Has what was configured take effect: the network of a node, an SDN. */
  | "apply"
  /** Throws away what waits to take effect. */
  | "revert"
  | "destroy";

/** One request by which the provider changes a resource. */
export interface Write {
  readonly operation: Operation;
  readonly method: "POST" | "PUT" | "DELETE";
  /** `/nodes/{node}/qemu/{vmid}/config`. Parts that are not its identity's are others': `{other}`. */
  readonly address: string;
  /**
   * Parts that the body says, as its parameters spell them: `{ newid: "{vmid}", target: "{node}" }`. They count before those of the
   * address; where such a parameter is missing, the address has to say the part. A membership may name several, with commas
   * between them. A slash between two parameters joins their values: `content/filename`. A text without a part must be said as it is;
   * `0` may be missing.
   */
  readonly body?: Readonly<Record<string, string>>;
  /**
   * All that the body may say besides `body` and `digest`, also of what it deletes; numbered ones by their family: `acmedomain#`. Without it
   * the body may say anything.
   */
  readonly only?: readonly string[];
  /** Parameters that name another of the same kind, which must be meant, too: `{ rename: "name" }`, by the part that they say. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Requests that are no GET and change nothing: a login, and a question to a guest's agent. */
export const harmless: readonly Pick<Write, "method" | "address">[] = [
  { method: "POST", address: "/access/ticket" },
  { method: "POST", address: "/nodes/{node}/qemu/{vmid}/agent/ping" },
];
