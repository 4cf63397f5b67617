import type { Request } from "./message";

/** A question to a guest's agent is a POST, and changes nothing. */
export const harmless = ({ method, path }: Pick<Request, "method" | "path">): boolean =>
  method === "POST" && path.length === 6 && path[0] === "nodes" && path[2] === "qemu" && path[4] === "agent" && path[5] === "ping";
