import { utc } from "../../lib/pve/utc";
import { exit, PmpcError } from "../../lib/error";
import { backoff, type Clock } from "./retry";

/** A pause that a server asked for. */
export interface Pause {
  /** Milliseconds from now. */
  readonly length: number;
  readonly until: Date;
}

/** How fast one client asks: what a server says to one request holds for all. */
export interface Pace {
  /**
   * Does a piece of work when it is its turn and no pause is on: so many at once, in the order they came, and what is tried `again`
   * before the others.
   */
  run<T>(work: () => Promise<T>, options?: { readonly again?: boolean; readonly signal?: AbortSignal }): Promise<T>;
  /** An answer came that was not "too many": the server keeps up. */
  went(): void;
  /** The server had too many: everybody waits, as long as it asked for, and half as many run at once afterwards. */
  tooMany(asked: number | undefined): void;
  /** How many answers came so far. */
  readonly answers: number;
}

/** Longest pause in milliseconds that is waited for; where a server asks for more, the work ends. */
const longestPause = 10 * 60_000;

/** @param onPause told of pauses above a minute, which people want to know about. */
export function createPace(most: number, clock: Clock, url: () => string, onPause: (pause: Pause) => void = () => {}): Pace {
  if (!(most >= 1)) throw new PmpcError("wrong-usage", `${most} requests at once are none`, { hint: "--concurrency 1 is the least", exit: exit.usage });
  const waiting: (() => void)[] = [];
  let [allowed, running, answers, since, bursts, until] = [most, 0, 0, 0, 0, 0];
  let refusal: PmpcError | undefined;

  const isPause = () => until > clock.now();

  async function enter(again: boolean): Promise<void> {
    if (running < allowed && waiting.length === 0) return void running++;
    await new Promise<void>((resume) => (again ? waiting.unshift(resume) : waiting.push(resume)));
  }

  function leave(): void {
    running--;
    while (running < allowed && waiting.length > 0) {
      running++;
      waiting.shift()!();
    }
  }

  return {
    get answers() {
      return answers;
    },
    async run(work, { again = false, signal } = {}) {
      await enter(again);
      try {
        signal?.throwIfAborted();
        while (isPause() && !refusal) await clock.sleep(until - clock.now(), signal);
        if (refusal) throw refusal;
        return await work();
      } finally {
        leave();
      }
    },
    went() {
      answers++;
      bursts = 0;
      // One more at once, each time that all went well.
      if (++since < allowed || allowed >= most) return;
      since = 0;
      allowed++;
    },
    tooMany(asked) {
      if (asked !== undefined && asked > longestPause) refusal = askedToWait(url(), asked, clock.now());
      // What was under way together is one burst.
      const isOld = isPause();
      if (!isOld) {
        bursts++;
        since = 0;
        allowed = Math.max(1, Math.floor(allowed / 2));
      }
      const length = asked ?? (isOld ? 0 : backoff(bursts, clock.random()));
      if (clock.now() + length <= until) return;
      until = clock.now() + length;
      if (length > 60_000 && !refusal) onPause({ length, until: new Date(until) });
    },
  };
}

function askedToWait(url: string, asked: number, now: number): PmpcError {
  return new PmpcError("asked-to-wait", `${url} lets no requests through before ${utc(new Date(now + asked).toISOString())} (Retry-After: ${Math.round(asked / 1000)} s)`, {
    hint: "pmpc does not wait longer than 10 minutes: run it again after that, or ask the people who run the proxy in front of Proxmox VE",
  });
}
