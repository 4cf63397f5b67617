const unitBytes = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 } as const;

/** The letter that Proxmox VE writes after a size; none means bytes. */
export type SizeUnit = keyof typeof unitBytes;

/**
 * An amount of memory or disk. It remembers the unit it was said in, so that `8G` is printed as `8G` and `8192M` as `8192M`:
 * the provider compares some sizes as text.
 */
export class Size {
  private constructor(
    /** How many of its unit. */
    readonly amount: number,
    /** The unit that it was said in. */
    readonly unit: SizeUnit,
  ) {}

  /** Bytes. */
  static bytes(amount: number): Size {
    return new Size(amount, "");
  }
  /** Kibibytes, of 1024 bytes. */
  static kibibytes(amount: number): Size {
    return new Size(amount, "K");
  }
  /** Mebibytes, of 1024 KiB. */
  static mebibytes(amount: number): Size {
    return new Size(amount, "M");
  }
  /** Gibibytes, of 1024 MiB. */
  static gibibytes(amount: number): Size {
    return new Size(amount, "G");
  }
  /** Tebibytes, of 1024 GiB. */
  static tebibytes(amount: number): Size {
    return new Size(amount, "T");
  }

  /** Reads what Proxmox VE writes: `32G`, `528K`, `8.5G`, `0T`, `1073741824`. Undefined for anything else. */
  static parse(text: string): Size | undefined {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)([KMGT]?)$/i.exec(text.trim()) ?? [];
    return amount === undefined ? undefined : new Size(Number(amount), (unit ?? "").toUpperCase() as SizeUnit);
  }

  /** In bytes, rounded up. */
  toBytes(): number {
    return Math.ceil(this.amount * unitBytes[this.unit]);
  }
  /** In mebibytes, not rounded. */
  toMebibytes(): number {
    return this.toBytes() / unitBytes.M;
  }
  /** In gibibytes, not rounded. */
  toGibibytes(): number {
    return this.toBytes() / unitBytes.G;
  }

  /** As Proxmox VE writes it: `32G`. */
  toString(): string {
    return `${this.amount}${this.unit}`;
  }
}
