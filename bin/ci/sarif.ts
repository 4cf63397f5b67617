import { createHash } from "node:crypto";
import type { CiReport } from "../../generator/verdict/report";
import type { Alert } from "../../generator/verdict/verdict";

const says: Readonly<Record<Alert["rule"], string>> = {
  destroy: "An apply would destroy a guest, a disk of it, or a part of the cluster, or make a template of a guest for good.",
  replace: "An apply would destroy something and make it again.",
  reboot: "An apply would restart a guest.",
  policy: "The project's own tests do not pass.",
  types: "The code has a type error.",
  drift: "The cluster differs from the code.",
  unmanaged: "A guest is on the cluster, and in no code.",
  expired: "A known difference was known until a day that is over.",
  unused: "A known difference matches nothing.",
  waiting: "A guest runs without what its configuration says, until it is started anew.",
  unread: "Something could not be judged.",
  change: "An apply would change something, and interrupt nobody.",
};

// GitHub keeps 5,000 results.
const most = 5000;

/** Text in which SARIF finds no link: it would read [one](https://example.com). */
const plain = (text: string): string => text.replaceAll("](", "] (");

/** A verdict as SARIF 2.1.0: every result has a file and a line. */
export function sarifOf({ findings }: CiReport, version: string): object {
  const shown = findings.slice(0, most);
  const rules = [...new Set(shown.map(({ rule }) => rule))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "pmpc", version, informationUri: "https://github.com/pmpc/pmpc", rules: rules.map((id) => ({ id, shortDescription: { text: says[id] }, fullDescription: { text: says[id] } })) } },
        results: shown.map((one) => ({
          ruleId: one.rule,
          ruleIndex: rules.indexOf(one.rule),
          level: one.alarms ? "error" : "note",
          message: { text: plain(`${one.guest}: ${one.says}`) },
          locations: [{ physicalLocation: { artifactLocation: { uri: one.file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" }, region: { startLine: one.line } } }],
          // What is found again on another line is the same.
          partialFingerprints: { "pmpc/v1": createHash("sha256").update(JSON.stringify([one.rule, one.key ?? one.guest, one.setting ?? ""])).digest("hex") },
          ...(one.known === undefined ? {} : { suppressions: [{ kind: "external", justification: one.known }] }),
        })),
      },
    ],
  };
}
