import { parseGuestKey } from "../../lib/pve/address";
import { factsChoices } from "../emit/ansible/facts";
import { groupings } from "../plan/group";
import { parseSelection } from "../plan/select";
import type { Source } from "../source/source";
import type { StateStore } from "../store/state-store";
import { readNames } from "../workspace/names";
import { action, type Context } from "../engine/action";
import { option } from "../engine/option";
import { readConfiguration, type Configuration, type Settings } from "./configuration";
import { connectionOptions } from "./connection";
import { hostOptions } from "./node-shell";
import { planningOptions } from "./project";
import { prove, readInState } from "./prove";
import { reach, type ReachedCluster, type ReachInput } from "./reach";
import { findRoot, withSession } from "./session";
import { backends, writeBackend } from "./backend";
import { refuseAnotherCluster } from "./cluster-identity";
import { folderFor, writeWorkspace } from "./write";
import { rememberWriting } from "./last";
import { viewWriting } from "./write-view";

export const readingOptions = {
  ...connectionOptions,
  ...hostOptions,
  addresses: option.flag("Ask running guests for their addresses (--no-addresses: do not).", { preset: true }),
  out: option.text("Folder of the workspace. Default: the one you are in, else one named after the cluster.", { placeholder: "DIR", local: true }),
};

export const writingOptions = {
  filter: option.list("Only these guests: type=vm,tag=prod. Commas mean and, several filters or.", { placeholder: "FILTER" }),
  exclude: option.list("Not these guests.", { placeholder: "FILTER" }),
  groupBy: option.choice("One file of guests for each node, pool or tag, or one for all.", groupings),
  facts: option.choice("How much the Ansible inventory says of each guest: what plays need, or all that the live plugin tells. Default: as before; at first slim.", factsChoices),
};

/** `pmpc import`: reads a cluster and writes it as a project. */
export const importCluster = action({
  name: "import",
  summary: "Read a cluster, and write it as a CDKTF project and an Ansible inventory",
  topic: "first steps",
  effect: "writes workspace",
  says: "Read a cluster, and write it as a CDKTF project with import blocks and an Ansible inventory.",
  input: {
    ...readingOptions,
    ...writingOptions,
    verify: option.flag("Plan what was written, where terraform or tofu is at hand, and correct it until nothing changes (--no-verify: do not).", { preset: true }),
    ...planningOptions,
    confirm: option.list("Guests that may leave the code because they are gone, by name; alone: all of them.", { placeholder: "NAME", bare: true, local: true }),
    backend: option.choice("Where Terraform's state is to be, for several people: written into main.ts.", backends, { local: true }),
    backendConfig: option.list("What the backend needs to know: bucket=…, conn_str=…, address=….", { placeholder: "NAME=VALUE", local: true }),
    adopt: option.list("Guests that have the number of another one in the code, and take its place: --adopt 'vm 101'.", { placeholder: "GUEST", local: true }),
  },
  async run(input, context) {
    const selection = parseSelection(input.filter ?? [], input.exclude ?? []);
    return withCluster(input, context, "import", async (reached) => {
      const { root, store, configuration, settings } = reached;
      const previous = await store.latestRun(configuration);
      const run = await record(reached, input.addresses ?? true, context);
      const planning = { ...input, standstill: input.standstill ?? 60 };
      const inState = input.verify && configuration ? await readInState({ root, before: configuration, settings }, planning, context) : undefined;
      const options = { root, store, run, previous, settings, before: configuration, selection, groupBy: input.groupBy, facts: input.facts, inState, adopt: input.adopt, confirm: input.confirm };
      const written = await writeWorkspace(options, context);
      const { exit: code, report } = input.verify ? await prove(written, options, planning, context) : written;
      await rememberWriting(root, report, context.now());
      const shared = input.backend === undefined ? [] : await writeBackend(root, input.backend, input.backendConfig ?? []);
      return { exit: code, report: { ...report, files: [...report.files.filter(({ path }) => !shared.some((one) => one.path === path)), ...shared] } };
    });
  },
  view: viewWriting,
});

interface Reached {
  readonly root: string;
  readonly store: StateStore;
  readonly configuration: Configuration | undefined;
  readonly settings: Settings;
  readonly source: Source;
  readonly identity: ReachedCluster["identity"];
}

/** Reaches the cluster and takes the workspace, in the order in which the least is asked for nothing. */
export async function withCluster<T>(
  input: ReachInput & { readonly out: string | undefined },
  context: Context,
  verb: string,
  work: (reached: Reached) => Promise<T>,
): Promise<T> {
  const known = await findRoot(input.out, context);
  const { source, settings, identity, title } = await reach(input, known === undefined ? undefined : await readConfiguration(known), context);
  try {
    const root = known ?? folderFor(title, context);
    return await withSession(root, verb, context, ({ store, configuration }) => {
      // Before anything of another cluster is in the store.
      if (identity) refuseAnotherCluster(configuration, { ...identity, endpoint: settings.endpoint }, root);
      return work({ root, store, configuration, settings, source, identity });
    });
  } finally {
    await source.close();
  }
}

/** Reads everything into the store, and says so as it goes. */
export async function record({ root, store, source, configuration, settings, identity }: Reached, addresses: boolean, { host, signal }: Context) {
  const names = await readNames(root);
  const answers = source.read({
    addresses,
    expected: [...names.keys()].flatMap((key) => parseGuestKey(key) ?? []),
    signal,
    onProgress: ({ nodes, guests }) => host.progress("reading", `${nodes.join(" · ")}  ${guests.done} of ${guests.total} guests`, { done: guests.done, total: guests.total, on: nodes }),
  });
  const run = await store.record({ source: source.name, before: configuration, now: { endpoint: settings.endpoint, cluster: configuration?.cluster ?? identity?.name } }, answers);
  host.idle();
  return run;
}
