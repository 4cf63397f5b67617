import type { IncomingMessage } from "node:http";
import { exit, PmpcError } from "../../lib/error";

/** As much as a request may bring: verbs take names and numbers. */
const largestBody = 256 * 1024;
const deepest = 20;

/** The bytes of a request. Raises `body-too-large`; its fact `status` is what HTTP says. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const tooLarge = () => new PmpcError("body-too-large", `a request brings up to ${largestBody} bytes`, { exit: exit.usage, facts: { status: 413 } });
  if (Number(request.headers["content-length"] ?? 0) > largestBody) throw tooLarge();
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The object of a request's body; an empty one for none. Raises `wrong-body`. */
export async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const body = await readBody(request);
  if (body.length === 0) return {};
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) throw new PmpcError("wrong-body", "the body is not JSON", { hint: "send it with Content-Type: application/json", exit: exit.usage, facts: { status: 415 } });
  const value = parsed(body.toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value) || depthOf(value) > deepest) throw wrong();
  return value as Readonly<Record<string, unknown>>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong();
  }
}

const wrong = () => new PmpcError("wrong-body", "the body is not a JSON object, or too deep", { hint: `an object, up to ${deepest} levels deep`, exit: exit.usage });

/** How deep a value is, as far as that matters. */
export function depthOf(value: unknown): number {
  let [depth, level] = [0, [value]];
  while (level.length > 0 && depth <= deepest) {
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    depth++;
  }
  return depth;
}
