const unitMilliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** The letters that Go writes after an amount of time. */
export type DurationUnit = keyof typeof unitMilliseconds;

/** A length of time. */
export class Duration {
  private constructor(
    /** How many of its unit. */
    readonly amount: number,
    /** The unit that it was said in. */
    readonly unit: DurationUnit,
  ) {}

  /** Milliseconds. */
  static milliseconds(amount: number): Duration {
    return new Duration(amount, "ms");
  }
  /** Seconds. */
  static seconds(amount: number): Duration {
    return new Duration(amount, "s");
  }
  /** Minutes. */
  static minutes(amount: number): Duration {
    return new Duration(amount, "m");
  }
  /** Hours. */
  static hours(amount: number): Duration {
    return new Duration(amount, "h");
  }

  /** In milliseconds. */
  toMilliseconds(): number {
    return this.amount * unitMilliseconds[this.unit];
  }
  /** In seconds. */
  toSeconds(): number {
    return this.toMilliseconds() / unitMilliseconds.s;
  }

  /** As the provider, which is written in Go, reads it: `15m`. */
  toString(): string {
    return `${this.amount}${this.unit}`;
  }
}
