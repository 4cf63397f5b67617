import type { IAddresses, INamedAddresses } from "./reference";

/** A name of addresses: an object of its own class, which is not taken for an entry of an IP set. */
export class NamedAddresses implements INamedAddresses {
  /** @param short as old rules name them */
  constructor(
    readonly addresses: string,
    private readonly short: string,
  ) {}

  get unscoped(): IAddresses {
    return this.short === this.addresses ? this : new NamedAddresses(this.short, this.short);
  }
}
