import type { Event } from "../../generator/engine/event";
import type { Host } from "../../generator/engine/host";
import { liveLine, type LiveLine } from "./live";
import type { Streams } from "./streams";
import { logEvent, type Log } from "../log";
import { indented, print, speech, unbounded, type Room } from "./print";
import { visible } from "./terminal";

export interface TerminalOptions {
  /** Answers every confirmation with yes. */
  readonly yes: boolean;
  /** One JSON object on standard output, nothing else. */
  readonly json: boolean;
  /** What happens goes here, as lines of JSON, instead of to people. */
  readonly log?: Log;
  readonly streams: Streams;
  /** The room that lines of standard error have. */
  readonly room?: Room;
  /** Lines are only ever added. @default false */
  readonly plain?: boolean;
  /** A question that is open when this asks to end ends with it. */
  readonly signal?: AbortSignal;
}

/** A terminal as host. Questions and progress go to standard error, so that standard output stays the result's. */
export function terminalHost({ yes, json, log, room = unbounded, plain = false, signal, streams: { stdin, stdout, stderr } }: TerminalOptions): Host {
  const isInteractive = stdin.isTTY === true && stderr.isTTY === true && !json;
  const live = liveLine(stderr, { isShown: stderr.isTTY === true && !json && log === undefined, isPlain: plain, room });
  return {
    notify(event) {
      if (log === undefined || !logEvent(log, event)) show(event, { live, json, plain, room, stdout, stderr });
    },
    async ask(question) {
      const lines = visible(question.says).split("\n");
      const first = lines.slice(0, -1);
      const margin = first.every((line) => line.startsWith("  ")) ? "" : "  ";
      const above = first.map((line) => `${indented(`${margin}${line}`, room)}\n`).join("");
      if (yes && question.answer === "yes or no") {
        stderr.write(`${above}${above === "" ? "" : "  "}${lines.at(-1)!.trim()} yes\n`);
        return { value: "yes" };
      }
      if (!isInteractive) return undefined;
      live.clear();
      if (question.help) stderr.write(`${question.help.split("\n").map((line) => indented(visible(line), room)).join("\n")}\n`);
      // A prompt is drawn again with each key: only its last line is.
      stderr.write(above);
      const { prompt } = await import("./prompt.js");
      return { value: await prompt(lines.at(-1)!.trim(), question, { signal, plain }) };
    },
  };
}

function show(event: Event, { live, json, plain, room, stdout, stderr }: Pick<Streams, "stdout" | "stderr"> & { readonly live: LiveLine; readonly json: boolean; readonly plain: boolean; readonly room: Room }): void {
  const isDrawn = stdout.isTTY === true && !plain;
  switch (event.code) {
    case "progress":
      return live.tell(event.data.stage, event.says);
    case "idle":
      return live.clear();
    case "serving":
      // With --json, what is served is needed before the one object of the end.
      if (json) stderr.write(`${JSON.stringify(event.data)}\n`);
      else stdout.write(Object.entries(event.data).map(([name, value]) => `  ${name.padEnd(12)} ${visible(value)}\n`).join(""));
      return;
    case "look":
      if (json) stdout.write(`${JSON.stringify(event.data.report)}\n`);
      // From the top of a screen that is empty; in a pipe one after another.
      else void print(event.data.view, stdout.isTTY ? stdout.columns : undefined).then((text) => stdout.write(isDrawn ? `\u001b[H\u001b[2J${text}\n` : `${text}\n\n`));
      return;
    case "task-line":
      if (!json) stdout.write(`  ${visible(event.data.line)}\n`);
      return;
    default: {
      const [first = "", ...others] = event.says.split("\n");
      live.clear();
      stderr.write(`${speech(first, others.join("\n") || undefined, room)}\n`);
    }
  }
}
