import type { Clock } from "../../generator/transport/retry";

/** A clock that moves only when somebody sleeps or is told to, and a die that always shows the same. */
export interface StillClock extends Clock {
  /** How long each sleep was to last. */
  readonly slept: number[];
  pass(milliseconds: number): void;
}

export function stillClock(): StillClock {
  let now = Date.parse("2026-03-01T12:00:00Z");
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random: () => 0,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
    pass: (milliseconds) => void (now += milliseconds),
  };
}
