const unitMilliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** The letters that Go writes after an amount of time. */
export type DurationUnit = keyof typeof unitMilliseconds;

/** A length of time. */
export class Duration {
  private constructor(
    readonly amount: number,
    readonly unit: DurationUnit,
  ) {}

  static milliseconds(amount: number): Duration {
    return new Duration(amount, "ms");
  }
  static seconds(amount: number): Duration {
    return new Duration(amount, "s");
  }
  static minutes(amount: number): Duration {
    return new Duration(amount, "m");
  }
  static hours(amount: number): Duration {
    return new Duration(amount, "h");
  }

  toMilliseconds(): number {
    return this.amount * unitMilliseconds[this.unit];
  }
  toSeconds(): number {
    return this.toMilliseconds() / unitMilliseconds.s;
  }

  /** As the provider, which is written in Go, reads it: `15m`. */
  toString(): string {
    return `${this.amount}${this.unit}`;
  }
}
