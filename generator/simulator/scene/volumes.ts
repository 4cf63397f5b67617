import type { Volume } from "../../../simulator/cluster";
import { bytesOf } from "../../../simulator/disk";
import type { Files, Scene, SceneFile, Step } from "./scene";

/**
 * ISO images, templates, snippets and images to import that the storages hold from the start: what the scenes' own listings show,
 * and what was used with success.
 */
export function volumesIn({ scenes }: SceneFile): Volume[] {
  const steps = scenes.flatMap((scene) => scene.steps);
  const found = usedIn(steps);
  for (const { method, path = "", body, status } of steps) {
    const data = (body as { readonly data?: unknown } | undefined)?.data;
    if (method !== "GET" || status !== 200 || !/\/storage\/[^/]+\/content/.test(path)) continue;
    for (const { volid, size, ctime } of Array.isArray(data) ? (data as Readonly<Record<string, unknown>>[]) : []) {
      if (isFile(String(volid)) && !(found.get(String(volid))?.createdAt ?? 0)) found.set(String(volid), { id: String(volid), size: Number(size), createdAt: Number(ctime) });
    }
    const id = decodeURIComponent(/\/content\/(.+)$/.exec(path)?.[1] ?? "");
    const volume = found.get(id);
    const { size } = (data ?? {}) as { readonly size?: number };
    if (volume && size !== undefined && size !== volume.size) found.set(id, { ...volume, holds: size });
  }
  const uploaded = new Set(
    steps.flatMap(({ path = "", form = {}, raw_body: raw = "", method }) =>
      method === "POST" && /download-url|upload/.test(path) ? [String(form.filename ?? /filename="([^"]*)"/.exec(raw)?.[1])] : [],
    ),
  );
  return [...found.values()].filter(({ id }) => !uploaded.has(id.split("/").at(-1)!));
}

const file = /([\w.-]+:(?:iso|vztmpl|snippets|import)\/[^,\s"\\]+)/;

/** `4M`, as a text says it of a volume. */
export function sizeIn(text: string, id: string): string | undefined {
  return new RegExp(`${id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}[^"\\n]*?size=(\\w+)`).exec(text)?.[1];
}

/** Files that somebody used, as large as what became of them says. */
function usedIn(steps: readonly Step[]): Map<string, Volume> {
  const text = JSON.stringify(steps.map(({ after, body, reason, task }) => [after, body, reason, task]));
  const found = new Map<string, Volume>();
  for (const { form = {}, status, method } of steps) {
    if (status !== 200 || method === "GET" || method === "DELETE") continue;
    for (const [key, value] of Object.entries(form)) {
      const id = file.exec(String(value))?.[1];
      if (id === undefined || text.includes(`'${id}' does not exist`)) continue;
      const size = sizeIn(text, id);
      const made = String(value).includes("import-from=") ? new RegExp(`\\b${key}(?:: |":")[^"\\\\]*?size=(\\w+)`).exec(text)?.[1] : undefined;
      found.set(id, { id, size: bytesOf(size ?? "4M"), createdAt: 0, ...(made === undefined ? {} : { holds: bytesOf(made) }) });
    }
  }
  return found;
}

const isFile = (id: string) => /^[^:]+:(iso|vztmpl|snippets|import)\//.test(id);

const guestVolume = /([\w.-]+):(?:\d+\/)?(?:vm|base|subvol)-(\d+)-disk-(\d+)/g;

/**
 * Volumes that lay on the storages without a guest to hold them: where the first new one of a guest has a number other than
 * the next, the numbers before it were taken.
 */
export function leftoversIn({ steps }: Scene, before: Files): Volume[] {
  const known = new Set(Object.values(before).flatMap(namesIn));
  const left = new Map<string, Volume>();
  for (const { after = {} } of steps) {
    for (const name of Object.values(after).flatMap((text) => namesIn(text ?? "")).sort()) {
      if (known.has(name)) continue;
      known.add(name);
      const [storage = "", vmId = "", number = ""] = name.split(" ");
      for (let taken = 0; taken < Number(number); taken++) {
        const other = `${storage} ${vmId} ${taken}`;
        if (known.has(other)) continue;
        known.add(other);
        left.set(other, { id: `${storage}:${vmId}/vm-${vmId}-disk-${taken}.raw`, size: 0, createdAt: 0 });
      }
    }
  }
  return [...left.values()];
}

const namesIn = (text: string) => Array.from(text.matchAll(guestVolume), ([, storage, vmId, number]) => `${storage} ${vmId} ${number}`);
