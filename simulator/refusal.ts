/** An answer that is no success. Routes throw it, as Proxmox VE's own code dies with one. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What is wrong with which parameter. */
    readonly errors?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** Everything that goes wrong while a route does its work is a 500; a thing that is missing, too. */
export function failed(message: string): Refusal {
  return new Refusal(500, message);
}

/** What Proxmox VE could do, and the simulator does not: never a made-up success. */
export function beyond(what: string): Refusal {
  return new Refusal(501, `${what} is not implemented by the simulator`);
}

/** `Permission check failed (/vms/100, VM.Audit)`: path and privileges are in the reason. */
export function forbidden(path: string, privileges: readonly string[]): Refusal {
  return new Refusal(403, `Permission check failed (${path}, ${privileges.join("|")})`);
}

export function invalid(errors: Readonly<Record<string, string>>): Refusal {
  return new Refusal(400, "Parameter verification failed.", errors);
}
