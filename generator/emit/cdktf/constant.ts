import { isReference, isSize, type PropValue } from "../../../lib/schema/shape";
import type { Entry } from "../../plan/plan";
import { looksLikeToken } from "./value";

/** Texts that a file names once because many of its guests have them: text → name. */
export type Constants = ReadonlyMap<string, string>;

const [shortest, often] = [32, 4];

/** Names every long text that is repeated, as an ssh key is. What code carries over keeps the name that it knows. */
export function nameConstants(entries: readonly Entry[], taken: ReadonlySet<string>): Constants {
  const constants = new Map(entries.flatMap(({ carried }) => [...(carried?.constants ?? [])].map(([name, text]) => [text, name] as const)));
  const used = new Set([...taken, ...constants.values()]);
  const places = textsIn(entries.flatMap(({ props }) => Object.entries(props)));
  for (const [text, { prop, times }] of places) {
    if (times < often || constants.has(text)) continue;
    const wish = /^(ssh-|ecdsa-|sk-)/.test(text) ? "sshKey" : prop;
    const name = used.has(wish) ? numbered(wish, used) : wish;
    constants.set(text, name);
    used.add(name);
  }
  return constants;
}

interface Found {
  readonly prop: string;
  readonly times: number;
}

function textsIn(props: readonly (readonly [string, PropValue | undefined])[], found = new Map<string, Found>()): ReadonlyMap<string, Found> {
  for (const [prop, value] of props) {
    if (typeof value === "string") {
      // Zeros say that there is none: that needs no name.
      if (value.length < shortest || value.includes("\n") || looksLikeToken(value) || /^[0-]+$/.test(value)) continue;
      found.set(value, { prop: found.get(value)?.prop ?? prop, times: (found.get(value)?.times ?? 0) + 1 });
    } else if (typeof value === "object" && !isReference(value) && !isSize(value)) {
      textsIn(Array.isArray(value) ? (value as readonly PropValue[]).map((one) => [prop, one]) : Object.entries(value as Readonly<Record<string, PropValue>>), found);
    }
  }
  return found;
}

function numbered(wish: string, used: ReadonlySet<string>, number = 2): string {
  return used.has(`${wish}${number}`) ? numbered(wish, used, number + 1) : `${wish}${number}`;
}
