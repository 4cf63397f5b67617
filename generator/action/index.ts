import type { Action } from "./action";

/** A verb as it is listed: what doors show without loading what it needs. */
export interface Listed {
  readonly name: string;
  readonly load: () => Promise<Action>;
}

// Help and completion must be quick, and the verbs bring a database and an HTTP client.
const listed = <A>(name: string, load: () => Promise<A>): Listed => ({ name, load: load as () => Promise<Action> });

const toolVerbs = ["list", "status", "config", "create", "start", "stop", "shutdown", "reboot", "destroy"] as const;

/** Every verb, in the order in which people need them. */
export const actions: readonly Listed[] = [
  listed("import", async () => (await import("./import.js")).importCluster),
  listed("sync", async () => (await import("./sync.js")).sync),
  listed("generate", async () => (await import("./generate.js")).generate),
  listed("verify", async () => (await import("./verify.js")).verify),
  listed("plan", async () => (await import("./plan.js")).plan),
  listed("apply", async () => (await import("./apply.js")).apply),
  listed("forget", async () => (await import("./forget.js")).forget),
  listed("state", async () => (await import("./state.js")).state),
  listed("protect", async () => (await import("./protect.js")).protect),
  listed("unprotect", async () => (await import("./protect.js")).unprotect),
  listed("status", async () => (await import("./status.js")).status),
  listed("doctor", async () => (await import("./doctor.js")).doctor),
  listed("simulator", async () => (await import("./simulator.js")).simulator),
  listed("demo", async () => (await import("./demo.js")).demo),
  ...(["start", "stop", "shutdown", "reboot"] as const).map((verb) => listed(verb, async () => (await import("./power.js")).power[verb])),
  ...toolVerbs.map((verb) => listed(`pct ${verb}`, async () => (await import("./pct.js")).pct[verb])),
  ...toolVerbs.map((verb) => listed(`qm ${verb}`, async () => (await import("./qm.js")).qm[verb])),
];
