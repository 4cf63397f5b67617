import { exit, isPmpcError, PmpcError } from "../../lib/error";
import type { GuestType } from "../../lib/pve/address";
import { clusterTables } from "../../lib/schema/cluster/all";
import { asWritten, type Member, type Row } from "../../lib/schema/row";
import { familyOf, settingsOf } from "../../lib/schema/setting/setting";
import { readText, SettingFault } from "../../lib/schema/setting/text";
import { camel } from "../../lib/schema/setting/find";
import type { Step } from "../edit/assignment";
import type { Instance } from "../edit/instance";
import type { Code } from "../edit/layout";
import { parseSource } from "../edit/parse";
import type { Project } from "../edit/project";
import { readSaid, type Said } from "./options";
import { codeOf, referencesAt } from "./value";

/** What `update` would be told for a value of a guest: `disks[scsi0].size`, `8GiB` → `--scsi0 size=8GiB`; undefined if it has no option for it. */
function optionFor(type: GuestType, title: string, text: string): Readonly<Record<string, string | readonly string[]>> | undefined {
  const element = /\[(?:([a-z]*)(\d+))\]/.exec(title);
  const path = title.replace(/\[[^\]]*\]/g, "");
  for (const setting of settingsOf(type)) {
    const own = setting.path.map(({ prop }) => prop).join(".");
    if (setting.is === "value") {
      if (own === path && element === null) return { [camel(setting.names[0]!)]: text };
      continue;
    }
    const { series } = setting;
    if ((series === undefined) !== (element === null) || (series?.by !== undefined && familyOf(series) !== element?.[1])) continue;
    const numbered = (said: string) => ({ [camel(setting.names[0]!)]: series === undefined ? said : [`${element![2]!}=${said}`] });
    if (own === path) return numbered(text);
    const field = setting.fields.find((one) => [own, ...one.path.map(({ prop }) => prop)].join(".") === path);
    if (field !== undefined) return numbered(`${field.words[0]!}=${text}`);
  }
  return undefined;
}

/** A value of a guest that somebody typed in the words of `update`; undefined if it is code. Raises `wrong-input` for what is neither. */
export function saidOf(type: GuestType, title: string, text: string): readonly Said[] | undefined {
  const option = isLiteral(text) ? undefined : optionFor(type, title, text);
  if (option === undefined) return undefined;
  try {
    return readSaid(type, option, hint);
  } catch (error) {
    if (isPmpcError(error) && error.code === "wrong-input" && isComputed(text)) return undefined;
    throw error;
  }
}

const hint = "nothing was written; a value is said as pmpc update takes it, 8GiB, or as code, Size.gibibytes(8)";

/** The code of a value that somebody typed: what its row takes, or code as it is. Raises `wrong-input` for what is neither. */
export function typedCode(title: string, text: string): (project: Project, instance: Instance, path: readonly Step[]) => Code {
  return (project, instance, path) => {
    const row = isLiteral(text) ? undefined : rowAt(clusterTables.find(({ construct }) => construct === instance.className)?.rows ?? [], path);
    try {
      if (row !== undefined) return codeOf(readText(row, text), referencesAt(project, instance));
    } catch (error) {
      if (!(error instanceof SettingFault)) throw error;
      if (!isComputed(text)) throw wrong(title, `expected ${error.expected}, got ${JSON.stringify(text)}`);
    }
    if (!isLiteral(text) && !isComputed(text)) throw wrong(title, `${JSON.stringify(text)} is no value in TypeScript`);
    return () => text;
  };
}

const wrong = (title: string, says: string) => new PmpcError("wrong-input", `${title}: ${says}`, { hint, exit: exit.usage });

function rowAt(members: readonly Member[], path: readonly Step[]): Row | undefined {
  const [step, ...rest] = path.filter((one) => "prop" in one);
  const found = members.flatMap((one): readonly Member[] => (one.kind === "block" && one.flat ? one.rows : [one])).map(asWritten).find(({ prop }) => prop === step?.prop);
  if (found === undefined || path.some((one) => !("prop" in one))) return undefined;
  return found.kind === "row" ? (rest.length === 0 && !found.secret ? found : undefined) : rowAt(found.rows, rest);
}

/** Whether a text is code that can be nothing else: a text in quotes, a list, an object. */
const isLiteral = (text: string) => /^["'`[{]/.test(text) && expressionIn(text) !== undefined;

/** Whether a text is code that computes or names something: `Size.gibibytes(4)`, `cluster.nas`; a bare word may be meant as a text. */
const isComputed = (text: string) => !["Identifier", "BinaryExpression", undefined].includes(expressionIn(text));

function expressionIn(text: string): string | undefined {
  const [only, ...others] = parseSource(`(${text}\n)`)?.program.body ?? [];
  return only?.type === "ExpressionStatement" && others.length === 0 ? only.expression.type : undefined;
}
