import { join } from "node:path";
import { topics, type Effect } from "../../generator/engine/action";
import { listActions } from "../../generator/engine/listing";
import { cell, code, table } from "./markdown";

const root = join(__dirname, "../..");

/** Where the page lies. */
export const verbsPath = join(root, "docs/verbs.md");

const effects: Readonly<Record<Effect, string>> = { reads: "reads", "writes workspace": "writes files", "changes cluster": "changes the cluster" };

/** What the project set out to have, in its own first words, and what it is now: verb and words that call it. */
export const promised: readonly (readonly [promise: string, verb: string, words: string])[] = [
  ["/init", "init", "init"],
  ["/sync", "sync", "sync"],
  ["/apply", "apply", "apply"],
  ["/plan", "plan", "plan"],
  ["/test", "test", "test"],
  ["/status", "status", "status"],
  ["/diff", "diff", "diff"],
  ["/rollback <snapshot>", "rollback", "rollback RUN"],
  ["/export <target-dir>", "export", "export DIR"],
  ["create vm --name <name> [options]", "create", "create vm --name NAME"],
  ["create container --name <name> [options]", "create", "create container --name NAME"],
  ["update vm <id> [options]", "update", "update vm ID"],
  ["delete vm <id>", "delete", "delete vm ID"],
  ["list vms [filters]", "list", "list vms"],
  ["describe vm <id>", "describe", "describe vm ID"],
  ["test-connection", "doctor", "test-connection"],
  ["list-nodes", "list", "list-nodes"],
];

/** Every verb as the declarations have it now, and the promises. */
export function verbsPage(): string {
  const actions = listActions(join(root, "generator/action"));
  const rows = (topic: string) => actions.filter((one) => one.topic === topic).map(({ name, summary, effect, atTerminal }) => [code(`pmpc ${name}`), code(`/${name}`), code(`pmpc ${name} --json`), cell(summary), effects[effect], atTerminal ? "no" : "yes"]);
  const head = ["Command", "In the console", "For programs", "What it does", "Effect", "MCP and REST"];
  return [
    "<!-- Made from the verbs' declarations by `npm run docs`; edit those, not this page. -->",
    "# Verbs",
    "",
    "Every verb works the same on the command line, in the console (with or without the slash), and with `--json` or `--yaml`.",
    "",
    ...topics.flatMap((topic) => [`## ${topic[0]!.toUpperCase()}${topic.slice(1)}`, "", table(head, rows(topic)), ""]),
    "## What was promised first",
    "",
    "The console that pmpc began as promised these.",
    "",
    table(["Promise", "Is", "In the console", "With `--json`"], promised.map(([promise, , words]) => [code(promise), code(`pmpc ${words}`), code(`/${words}`), code(`pmpc ${words} --json`)])),
    "",
  ].join("\n");
}
