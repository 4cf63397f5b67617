import { isPmpcError } from "../../../lib/error";
import type { Document, UnreadableReason } from "../../../lib/inventory/document";
import { numberAddress } from "../../../lib/inventory/inventory";
import { hasNoRights } from "../../../lib/inventory/rights";
import { printGuestKey, type Address } from "../../../lib/pve/address";
import type { Client } from "../../transport/client";
import { concurrent } from "../concurrent";
import { gone, isUnreadable, offline, unreadable, type Finding, type Place } from "../finding";
import { bodyOf, guestsByKey, keyOf, missingNumbers, rows, watchNodes } from "../overview";
import type { ReadOptions, Source } from "../source";
import { withoutSecrets } from "../secret";
import { readCluster } from "./cluster";
import { readGuest, type Read } from "./guest";
import { cannotRead, explainAnswer, noRights } from "./refusal";

export interface ApiSourceOptions {
  /** Milliseconds for a guest to say its addresses: a silent agent must not hold up the rest. @default 3000 */
  readonly addressTimeout?: number;
}

/** A cluster, read over its HTTP API. Closing it closes the client. */
export function apiSource(client: Client, { addressTimeout = 3_000 }: ApiSourceOptions = {}): Source {
  return {
    name: client.url,
    async *read(options) {
      const stop = new AbortController();
      const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
      try {
        yield* withoutSecrets(walk(client, reader(client, signal, addressTimeout), options), options.onAnswer);
      } finally {
        // After an error, or an early end, there is no need to wait for open requests.
        stop.abort();
      }
    },
    close: async () => client.close(),
  };
}

function reader(client: Client, signal: AbortSignal, addressTimeout: number): Read {
  return async (address, brief = false) => {
    try {
      const answer = await client.get(address, brief ? { signal, timeout: addressTimeout, retries: 2, lateRetries: 0 } : { signal });
      return answer.status === 200 ? { address, body: answer.data } : explainAnswer(address, answer, client.identity);
    } catch (error) {
      signal.throwIfAborted();
      if (!isPmpcError(error) || address === "/version") throw error;
      const why = lost[error.code];
      if (why === undefined) throw error;
      // One address may fail alone, but not when nothing answers any more.
      if (!brief && why !== "failed") await client.get("/version", { signal, timeout: addressTimeout, retries: 0 });
      return unreadable(address, why, error);
    }
  };
}

/** Errors after which other addresses may still answer. */
const lost: Readonly<Record<string, UnreadableReason>> = { timeout: "timeout", unreachable: "way", "not-proxmox": "way", "something-else": "failed", "answer-too-large": "failed" };

/** The lists that every import asks for; what is handed on and not returned can be let go: the rights on thousands of guests are large. */
async function* overview(client: Client, read: Read): AsyncGenerator<Finding, { readonly resources: Document; readonly lists: readonly Finding[] }> {
  async function demand(address: Address): Promise<Document> {
    const finding = await read(address);
    if (isUnreadable(finding)) throw cannotRead(finding);
    return finding;
  }

  // One question first: wrong credentials are refused after a pause of three seconds, and once is enough.
  yield await demand("/version");
  const [resources, permissions, tasks, ...lists] = await Promise.all([
    demand("/cluster/resources"),
    read("/access/permissions"),
    // Who did what lately: nothing hangs on it.
    read("/cluster/tasks"),
    ...["/nodes", "/cluster/status", "/storage", "/pools"].map((address) => read(address)),
  ]);
  if (hasNoRights(bodyOf(permissions))) throw noRights(client.identity);
  yield* [permissions, ...(isUnreadable(tasks) ? [] : [tasks]), ...lists];
  return { resources, lists };
}

async function* walk(client: Client, read: Read, { addresses = true, states = true, expected = [], kinds = [], onProgress }: ReadOptions): AsyncGenerator<Finding> {
  const { resources, lists } = yield* overview(client, read);

  const nodes = watchNodes([resources, ...lists].map(bodyOf));
  const online = nodes.names.filter((node) => !nodes.isDown(node));
  yield* concurrent(online, client.concurrency, (node) => read(`/nodes/${encodeURIComponent(node)}/network`));

  yield* readCluster(kinds, { read, concurrency: client.concurrency, known: new Map([resources, ...lists].map((list) => [list.address, list])), isDown: (node) => nodes.isDown(node) });

  const guests = guestsByKey(resources.body);
  let done = 0;
  const tell = (more: number) => onProgress?.({ nodes: nodes.names, guests: { done: (done += more), total: guests.size } });

  /** Yields what there is to know of guests, and returns those that are not where they should be. */
  async function* visit(places: readonly Place[]): AsyncGenerator<Finding, Place[]> {
    const strays: Place[] = [];
    const look = async (place: Place) => ({ place, found: nodes.isDown(place.node) ? [offline(place)] : await readGuest(place, read, { addresses, states }) });
    for await (const { place, found } of concurrent(places, client.concurrency, look)) {
      if (!found) strays.push(place);
      else {
        nodes.note(place.node, found[0]!);
        yield* found;
        tell(1);
      }
    }
    return strays;
  }

  for (const number of missingNumbers(expected, guests)) {
    const asked = await read(numberAddress(number));
    // If the number is taken, or unknown, nothing is proven.
    if (!isUnreadable(asked)) yield asked;
  }
  tell(0);
  const strays = yield* visit([...guests.values()].map(({ place }) => place));
  if (strays.length === 0) return yield resources;

  // A guest that is not on its node has moved or gone since the list was made: a second look tells which.
  const now = guestsByKey(bodyOf(await read(resources.address)));
  const moved = new Map(
    strays.flatMap((stray) => {
      const found = now.get(printGuestKey(stray));
      return found && found.place.node !== stray.node ? [[printGuestKey(stray), found]] : [];
    }),
  );
  const lost = yield* visit([...moved.values()].map(({ place }) => place));
  const missing = [...strays.filter((stray) => !moved.has(printGuestKey(stray))), ...lost];
  yield* missing.map(gone);
  tell(missing.length);
  yield { ...resources, body: rows(resources.body).map((row) => moved.get(keyOf(row))?.row ?? row) };
}
