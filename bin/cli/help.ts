import { closest, distance } from "fastest-levenshtein";
import { exit, PmpcError } from "../../lib/error";
import { topics } from "../../generator/engine/action";
import type { Listed } from "../../generator/engine/listing";
import { visible } from "./terminal";

/** What stands for all verbs of a group in the overview. */
const groups: Readonly<Record<string, string>> = {
  pct: "Containers: list, status, config, create, destroy and more",
  qm: "Virtual machines: the same",
};

/** All verbs, by topic; as the console takes them, or as a shell does. */
export function overview(actions: readonly Listed[], { slash = false, doors = [] }: { readonly slash?: boolean; readonly doors?: readonly { readonly name: string; readonly summary: string }[] } = {}): string {
  const call = slash ? "/" : "pmpc ";
  const lines = topics.flatMap((topic) => {
    const seen = new Map(actions.filter((one) => one.topic === topic && !doors.some(({ name }) => name === one.name)).map(({ name, summary }) => [name.split(" ")[0]!, summary]));
    return seen.size === 0 ? [] : [topic, ...[...seen].map(([name, summary]) => `  ${call}${name.padEnd(12)} ${groups[name] ?? summary}`), ""];
  });
  if (slash) return [...lines, "?  after a verb lists its options   @  completes a guest   !  runs a command of your shell", "ctrl-R  searches earlier lines   tab  takes what the menu offers   ctrl-D  leaves"].join("\n");
  if (doors.length > 0) lines.push("pipelines and programs", ...doors.map(({ name, summary }) => `  ${call}${name.padEnd(12)} ${summary}`), "");
  return ["pmpc: Proxmox VE as real TypeScript", "", ...lines, "pmpc alone opens the console. pmpc VERB --help lists the options of a verb; --json prints one object."].join("\n");
}

/** What there is instead of a verb that is not there: the verbs of a group, if it is one. Raises `unknown-verb` otherwise. */
export function explainVerb(actions: readonly Listed[], [verb = "", word]: readonly string[]): string {
  const group = actions.filter(({ name }) => name.startsWith(`${verb} `)).map(({ name, summary }) => ({ name: name.slice(verb.length + 1), summary }));
  if (group.length > 0 && (word === undefined || /^(--help|-h|help)$/.test(word))) {
    return [`pmpc ${verb}: ${groups[verb] ?? ""}`, "", ...group.map(({ name, summary }) => `  pmpc ${verb} ${name.padEnd(10)} ${summary}`), "", `  pmpc ${verb} VERB --help lists the options of a verb.`].join("\n");
  }
  const [typed, there] = group.length > 0 ? [`${verb} ${word ?? ""}`, group.map(({ name }) => `${verb} ${name}`)] : [verb, [...new Set(actions.map(({ name }) => name.split(" ")[0]!))]];
  const near = didYouMean(typed, there);
  throw new PmpcError("unknown-verb", `"${visible(typed)}" is not a verb${near}`, { hint: near === "" ? `the verbs are ${there.join(", ")}; pmpc --help explains them` : "pmpc --help lists the verbs", exit: exit.usage });
}

/** `: did you mean "import"?`, where something there looks like what was typed. */
export function didYouMean(typed: string, there: readonly string[]): string {
  const alike = there.filter((one) => distance(typed, one) <= Math.max(1, Math.floor(one.length / 3)));
  return alike.length === 0 ? "" : `: did you mean "${closest(typed, alike)}"?`;
}
