import { exit, PmpcError } from "../../lib/error";
import type { Host, Question } from "../../generator/engine/host";
import { visible } from "./terminal";

export interface TerminalOptions {
  /** Answers every confirmation with yes. */
  readonly yes: boolean;
  /** One JSON object on standard output, nothing else. */
  readonly json: boolean;
}

/** A terminal as host. Questions and progress go to standard error, so that standard output stays the result's. */
export function terminalHost({ yes, json }: TerminalOptions): Host {
  const interactive = process.stdin.isTTY === true && process.stderr.isTTY === true && !json;
  const live = process.stderr.isTTY === true && !json;
  return {
    progress(state) {
      if (live) process.stderr.write(state === undefined ? "\r\u001b[K" : `\r\u001b[K  ${state.stage.padEnd(12)} ${visible(state.text)}`);
    },
    announce(facts) {
      const names = Object.entries(facts).map(([name, value]) => `  ${name.padEnd(12)} ${visible(value)}\n`);
      process.stdout.write(json ? `${JSON.stringify(facts)}\n` : names.join(""));
    },
    output(line) {
      if (!json) process.stdout.write(`  ${visible(line)}\n`);
    },
    warn(text) {
      process.stderr.write(`pmpc: ${visible(text)}\n`);
    },
    async ask(question) {
      if (!interactive) throw missing(question);
      if (question.help) process.stderr.write(`${question.help}\n`);
      const { input, password } = await import("@inquirer/prompts");
      const answer = await (question.secret ? password : input)({ message: question.says }, { output: process.stderr });
      if (answer.trim() === "") throw missing(question);
      return answer.trim();
    },
    async confirm(question) {
      if (yes) {
        process.stderr.write(`${visible(question.replace(/\n/g, "\n  "))} yes\n`);
        return true;
      }
      if (!interactive) return undefined;
      const { confirm } = await import("@inquirer/prompts");
      return confirm({ message: question, default: false }, { output: process.stderr });
    },
    async choose({ says, choices, preset }) {
      if (!interactive) return undefined;
      const { select } = await import("@inquirer/prompts");
      const asked = select({ message: says, choices: choices.map((one) => ({ name: one.says, value: one.value })), default: preset }, { output: process.stderr });
      return asked.catch(() => preset);
    },
  };
}

function missing({ says, option, help }: Question): PmpcError {
  return new PmpcError("missing-option", `${option} is missing: ${says}`, { hint: help ?? `give ${option}; there is no terminal to ask on`, exit: exit.usage });
}
