import type { OwnTests } from "../judge/own-tests";
import type { Types } from "../terraform/type-check";
import type { Finding } from "./verdict";

const longest = 400;
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim().slice(0, longest);

/** What is wrong with the code itself: types that do not fit, and what the project's own tests demand. */
export function codeFindings(types: Types | undefined, tests: OwnTests | undefined): readonly Finding[] {
  const wrong = (types?.problems ?? []).map(({ says, file = "tsconfig.json", line = 1 }): Finding => ({ rule: "types", guest: "types", setting: `${file}: ${says}`, says: oneLine(says), file, line }));
  if (tests === undefined || ("passed" in tests && tests.passed)) return wrong;
  return [...wrong, { rule: "policy", guest: "policy", ...("notRun" in tests ? { says: `the project's own tests were not run: ${tests.notRun}`, file: "package.json", line: 1 } : { says: oneLine(`the project's own tests failed: ${saidBy(tests.printed)}`), ...placeIn(tests.printed) }) }];
}

/** What a test runner says of what failed: its last words are where it failed. */
const saidBy = (lines: readonly string[]) => lines.map((line) => line.trim()).filter((line) => /error|fail|expect|not ok|✗|✖|\b\d+\) /i.test(line)).slice(0, 4).join("; ") || (lines.at(-1) ?? "they say nothing");

/** The first line of a test that the output names. */
function placeIn(lines: readonly string[]): { readonly file: string; readonly line: number } {
  for (const text of lines) {
    const [, file, line] = /((?:tests?|policies|policy)\/[\w./-]+\.[cm]?[jt]sx?):(\d+)/.exec(text) ?? [];
    if (file !== undefined && !file.includes("..")) return { file, line: Number(line) };
  }
  return { file: "package.json", line: 1 };
}
