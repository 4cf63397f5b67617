import type { Volume } from "../../../lib/simulator/cluster";
import type { SceneFile } from "./scene";

/** ISO images, templates, snippets and images to import that the storages hold from the start, as the scenes' own listings show them. */
export function volumesIn({ scenes }: SceneFile): Volume[] {
  const found = new Map<string, Volume>();
  const steps = scenes.flatMap((scene) => scene.steps);
  for (const { method, path = "", body, status } of steps) {
    const data = (body as { readonly data?: unknown } | undefined)?.data;
    if (method !== "GET" || status !== 200 || !/\/storage\/[^/]+\/content/.test(path)) continue;
    for (const { volid, size, ctime } of Array.isArray(data) ? (data as Readonly<Record<string, unknown>>[]) : []) {
      if (isFile(String(volid)) && !found.has(String(volid))) found.set(String(volid), { id: String(volid), size: Number(size), createdAt: Number(ctime) });
    }
    const id = decodeURIComponent(/\/content\/(.+)$/.exec(path)?.[1] ?? "");
    const volume = found.get(id);
    const { size } = (data ?? {}) as { readonly size?: number };
    if (volume && size !== undefined && size !== volume.size) found.set(id, { ...volume, holds: size });
  }
  const uploaded = new Set(steps.flatMap(({ path = "", form = {}, method }) => (method === "POST" && /download-url|upload/.test(path) ? [String(form.filename)] : [])));
  return [...found.values()].filter(({ id }) => !uploaded.has(id.split("/").at(-1)!));
}

const isFile = (id: string) => /^[^:]+:(iso|vztmpl|snippets|import)\//.test(id);
