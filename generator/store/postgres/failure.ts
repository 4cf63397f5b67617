import type { Failure } from "../driver";

const away: Failure = { code: "store-unreachable", says: "does not answer", hint: "check the address under `store` in .proxmox/config.yml, and that PostgreSQL accepts connections from here" };
const refused: Failure = { code: "store-refused", says: "refuses the user or the password", hint: "the password comes from PGPASSWORD or ~/.pgpass, the user from the address or PGUSER" };
const full: Failure = { code: "store-full", says: "cannot grow: its disk is full", hint: "make room there and run this again; what was stored before is whole" };
const rights: Failure = { code: "store-not-writable", says: "may not be written by this user", hint: "the user needs its own schema, or CREATE on the schema public: GRANT CREATE, USAGE ON SCHEMA public TO …" };
const busy: Failure = { code: "store-busy", says: "is being written by another process", hint: "wait until it is done, then run this again" };

/** By Node's codes, and PostgreSQL's five characters. */
export const failures: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: away,
  ENOENT: away,
  ENOTFOUND: away,
  EAI_AGAIN: away,
  ETIMEDOUT: away,
  EHOSTUNREACH: away,
  ECONNRESET: away,
  "57P01": away,
  "57P03": away,
  "53300": { ...away, says: "has no connection left" },
  "28P01": refused,
  "28000": refused,
  // There is no password at all.
  SASL: refused,
  "3D000": { code: "store-not-there", says: "is not there", hint: "create it: createdb pmpc" },
  "53100": full,
  "42501": rights,
  "25006": { ...rights, says: "is read-only" },
  "40P01": busy,
  "55P03": busy,
};
