import { exit, PmpcError } from "../../lib/error";
import { kindsInScope, scopes, usualScope } from "../../lib/schema/kind/scope";
import { parseSelection } from "../plan/select";
import { makeRecording } from "../gate/recording";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { planningOptions } from "../judge/project";
import { prove, readInState } from "../renew/prove";
import { backends, writeBackend } from "../renew/backend";
import { writeQuestions, writeWorkspace } from "../renew/write";
import { rememberWriting } from "../renew/last";
import { viewWriting } from "../renew/write-view";
import { kindsOf, readingOptions, readingQuestions, record, withCluster } from "../renew/reading";
import { keepRun } from "../session/keep-run";
import { writingOptions } from "../renew/writing";

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
    scope: option.choice("What to read and write: guests; cluster: also storages, pools, backup and replication jobs, mappings and high availability; all: everything, access and networks included. Default: as before; for a new workspace, cluster.", scopes),
    kind: option.list("Also this kind of what is not a guest, such as bridge or storage.", { placeholder: "KIND" }),
    verify: option.flag("Plan the new code if terraform or tofu is installed, and correct it until nothing changes (--no-verify skips this).", { preset: true }),
    full: option.flag("Plan every guest, also those that have not changed since they were proven."),
    ...planningOptions,
    confirm: option.list("Guests that may leave the code because they are gone, by name. Without a name: all of them.", { placeholder: "NAME", bare: true, local: true }),
    backend: option.choice("Where Terraform's state is stored, to share it with others; written into main.ts.", backends, { local: true }),
    backendConfig: option.list("Settings of the backend: bucket=…, conn_str=…, address=….", { placeholder: "NAME=VALUE", local: true }),
    adopt: option.list("Guests that replace another guest in the code, whose number they now have: --adopt 'vm 101'.", { placeholder: "GUEST", local: true }),
  },
  confirms: [...readingQuestions, ...writeQuestions],
  async run(input, context) {
    const selection = parseSelection(input.filter ?? [], input.exclude ?? []);
    const asked = (input.kind ?? []).map(kindNamed);
    return withCluster(input, context, "import", async (reached) => {
      const { root, store, configuration, settings } = reached;
      const previous = await store.latestRun(configuration);
      const recording = makeRecording();
      // What is there stays as it is until it is asked for more; an import names its cluster last.
      const scope = input.scope ?? configuration?.scope ?? (configuration?.cluster === undefined ? usualScope : undefined);
      const named = [...new Set([...(configuration?.kinds ?? []), ...asked])];
      const kinds = kindsOf({ scope, kinds: named });
      const run = await record(reached, input.addresses ?? true, context, input.verify ? recording.keep : undefined, kinds);
      const planning = { ...input, standstill: input.standstill ?? 60 };
      const inState = input.verify && configuration ? await readInState({ root, before: configuration, settings }, planning, context) : undefined;
      const options = { root, store, run, previous, settings, before: configuration, selection, groupBy: input.groupBy, fold: input.fold, facts: input.facts, scope, kinds: named, inState, adopt: input.adopt, confirm: input.confirm };
      const written = await writeWorkspace(options, context);
      const { exit: code, report } = input.verify ? await prove(written, options, recording, planning, context) : written;
      await rememberWriting(root, report, context.now());
      const { state, ...plan } = report.proof ?? {};
      const shared = input.backend === undefined ? [] : await writeBackend(root, input.backend, input.backendConfig ?? [], context);
      await keepRun(root, store, run, previous, { ...state, ...(report.proof === undefined ? {} : { plan }) });
      return { exit: code, report: { ...report, files: [...report.files.filter(({ path }) => !shared.some((one) => one.path === path)), ...shared] } };
    });
  },
  view: viewWriting,
});

/** The prefix of the kind that a word means. Raises `wrong-input`. */
function kindNamed(word: string): string {
  const all = kindsInScope("all");
  const kind = all.find(({ prefix, word: { short, one, many, synonyms } }) => [prefix, short, one, many, ...synonyms].includes(word.toLowerCase()));
  if (kind === undefined) throw new PmpcError("wrong-input", `kind: "${word}" is not a kind that an import writes besides guests`, { hint: `it takes ${all.map(({ prefix }) => prefix).join(", ")}`, exit: exit.usage, facts: { option: "kind", expected: "a kind besides guests, such as bridge or storage", got: word } });
  return kind.prefix;
}
