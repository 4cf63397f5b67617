import { derivedFormat, storageOf } from "./derive";
import { isRead, type GateResponse, type Handler } from "./message";

/**
 * Tells of storages what follows from their list where the token may not ask for it, so that one that only looks is enough for a plan: a
 * storage is its row, and a disk's format follows from its storage and its name, and the provider looks at nothing else of a volume.
 */
export function tellingStorages(next: Handler): Handler {
  let storages: Promise<GateResponse> | undefined;
  return async (request) => {
    const answer = await next(request);
    const [top, name, ...below] = request.path;
    const isStorage = top === "storage" && name !== undefined && below.length === 0;
    if (answer.status !== 403 || !isRead(request) || !(isStorage || below[0] === "storage")) return answer;
    const { status, data } = await (storages ??= next({ method: "GET", path: ["storage"], address: "/storage", query: {}, form: {} }));
    const readings = { read: (address: string) => (address === "/storage" && status === 200 ? data : undefined) };
    const derived = isStorage ? storageOf(name, readings) : derivedFormat(request, readings);
    return derived?.status === 200 ? derived : answer;
  };
}
