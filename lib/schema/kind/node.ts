import type { Kind } from "./kind";

/** A machine that the cluster is made of. It is there before any code is, and no code makes it. */
export const nodeKind: Kind = {
  prefix: "node",
  id: "{node}",
  word: { short: "node", one: "node", many: "nodes", synonyms: ["host"] },
  construct: "Node",
  terraform: [],
  reads: { list: "/cluster/resources", where: { type: ["node"] } },
  writes: [],
  rank: 0,
};
