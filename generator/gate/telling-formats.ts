import { derivedFormat } from "./derive";
import { isRead, type GateResponse, type Handler } from "./message";

/**
 * Tells a disk's format where the token may not ask for it: the provider looks at nothing else of a volume, and the format follows from its
 * storage and its name. So a token that only looks is enough for a plan.
 */
export function tellingFormats(next: Handler): Handler {
  let storages: Promise<GateResponse> | undefined;
  return async (request) => {
    const answer = await next(request);
    if (answer.status !== 403 || !isRead(request) || request.path[2] !== "storage") return answer;
    const { status, data } = await (storages ??= next({ method: "GET", path: ["storage"], address: "/storage", query: {}, form: {} }));
    const derived = status === 200 ? derivedFormat(request, { read: (address) => (address === "/storage" ? data : undefined) }) : undefined;
    return derived?.status === 200 ? derived : answer;
  };
}
