import { createInterface, type Interface, type Key } from "node:readline";
import { onEnd } from "../cli/signal";
import type { Candidate, Completer } from "../../generator/engine/complete";
import { cut } from "../cli/terminal";
import { menuLines, type Look } from "./menu";

export interface EditorOptions {
  readonly prompt: string;
  /** Lines that were typed before, the newest first. */
  readonly history: readonly string[];
  readonly complete: Completer;
  /** What `?` shows of a line: its options, a line each. */
  readonly explain: (line: string) => readonly string[];
  /** Lines that were pasted and are still to be looked at; the first is put into the line. */
  readonly pasted: string[];
  readonly look: () => Look;
  /** Nothing is drawn around the line: the menu stays closed, and no key is its own. */
  readonly plain?: boolean;
  /** Is given a way to print a line above the one that is typed, and gives one to end that. */
  readonly attend?: (tell: (text: string) => void) => () => void;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** What a person did with the line. */
export type Typed = { readonly is: "line"; readonly text: string } | { readonly is: "interrupted" } | { readonly is: "end" };

/** The part of readline that is drawn over: it is not documented, and the same in Node 20, 22 and 24. */
interface Drawn extends Interface {
  line: string;
  cursor: number;
  prevRows: number;
  _ttyWrite(text: string | undefined, key?: Key): void;
  _refreshLine(): void;
}

const erase = "\u001b[J";
const [pasteOn, pasteOff] = ["\u001b[?2004h", "\u001b[?2004l"];

/** Reads one line, with what could follow shown below it. `node:readline` keeps the line, the history and the widths; this draws around it. */
export async function readLine(options: EditorOptions): Promise<Typed> {
  const { prompt, input, output, pasted, plain = false } = options;
  const readline = createInterface({ input, output, prompt, terminal: true, history: [...options.history], historySize: 1000, removeHistoryDuplicates: true }) as Drawn;
  const overlay = newOverlay(readline, options);
  const write = readline._ttyWrite.bind(readline);
  // A text that is written into the line is no key.
  readline._ttyWrite = (text, key = {}) => {
    if (plain) return overlay.paste(text, key) ? undefined : write(text, key);
    overlay.clear();
    if (!overlay.take(text, key)) write(text, key);
    // Enter closes the line: nothing is drawn below what is printed next.
    if (!overlay.isOver) overlay.draw();
  };
  const stop = options.attend?.((text) => {
    if (overlay.isOver) return;
    overlay.clear();
    const { rows } = readline.getCursorPos();
    output.write(`${rows > 0 ? `\u001b[${rows}A` : ""}\r${erase}${text}\n`);
    readline.prevRows = 0;
    readline._refreshLine();
    overlay.draw();
  });
  let deafen = () => {};
  try {
    return await new Promise<Typed>((resolve) => {
      // Its end by a signal is like any other: the terminal is given back as it was.
      deafen = onEnd(() => (overlay.clear(), resolve({ is: "end" })));
      readline.on("line", (text) => resolve({ is: "line", text }));
      readline.on("SIGINT", () => resolve(readline.line === "" ? { is: "interrupted" } : { is: "line", text: "" }));
      readline.on("close", () => resolve({ is: "end" }));
      output.write(pasteOn);
      readline.prompt();
      const next = pasted.shift();
      if (next !== undefined) readline.write(next);
      if (!plain) overlay.draw();
    });
  } finally {
    stop?.();
    deafen();
    overlay.isOver = true;
    output.write(pasteOff);
    // It takes its own listeners off the input: those that it has itself have to be there for that.
    readline.close();
  }
}

function newOverlay(readline: Drawn, { complete, explain, history, pasted, look, output }: EditorOptions) {
  let chosen: number | undefined;
  let mode: "complete" | "search" | "closed" = "complete";
  let paste: string | undefined;
  let lines: readonly string[] = [];
  let looked: { readonly line: string; readonly mode: string; readonly found: readonly Candidate[] } | undefined;

  const candidates = (): readonly Candidate[] => {
    const line = readline.line.slice(0, readline.cursor);
    if (looked?.line === line && looked.mode === mode) return looked.found;
    const found = mode === "closed" || (line.trim() === "" && mode === "complete" && line !== "/") ? [] : mode === "search" ? searched(history, line) : complete(line);
    looked = { line, mode, found: found.filter((one) => one.line !== readline.line) };
    return looked.found;
  };
  const ghost = () => {
    if (!look().styled || readline.cursor !== readline.line.length || readline.line === "") return "";
    const [first] = [...(chosen === undefined ? [] : [candidates()[chosen]!.line]), ...history, ...candidates().map(({ line }) => line)].filter((line) => line.startsWith(readline.line) && line !== readline.line);
    return first?.slice(readline.line.length) ?? "";
  };
  /** Where the cursor is, and where the line ends. */
  const places = () => {
    const [here, cursor] = [readline.getCursorPos(), readline.cursor];
    readline.cursor = readline.line.length;
    const end = readline.getCursorPos();
    readline.cursor = cursor;
    return { here, end };
  };
  const replace = (line: string) => {
    readline.line = line;
    readline.cursor = line.length;
    readline._refreshLine();
  };
  const accept = (at: number) => {
    const one = candidates()[at];
    if (one !== undefined) replace(mode === "search" ? one.line : `${one.line} `);
    chosen = undefined;
    mode = "complete";
    return true;
  };
  const move = (by: number) => {
    const all = Math.min(candidates().length, look().height);
    const next = (chosen ?? -1) + by;
    chosen = next < 0 ? undefined : next % all;
    return true;
  };

  const overlay = {
    isOver: false,
    /** Whether a key belongs to what is pasted. */
    paste(text: string | undefined, { name }: Key): boolean {
      if (name === "paste-end") return takePaste();
      if (name !== "paste-start" && paste === undefined) return false;
      paste = (paste ?? "") + (name === "return" || name === "enter" ? "\n" : name === "paste-start" ? "" : (text ?? ""));
      return true;
    },
    /** Whether a key was for the menu, and not for the line. */
    take(text: string | undefined, key: Key): boolean {
      const { name, ctrl, meta } = key;
      if (overlay.paste(text, key)) return true;
      const isOpen = candidates().length > 0;
      if (name === "escape") return close();
      if (name === "tab") return accept(chosen ?? 0);
      if (ctrl && name === "r") return search();
      if (name === "down" && isOpen) return move(1);
      if (name === "up" && isOpen && (chosen !== undefined || mode === "search")) return move(-1);
      if (name === "right" && ghost() !== "") return meta ? takeWord() : (replace(readline.line + ghost()), true);
      if (meta && name === "f" && ghost() !== "") return takeWord();
      if (name === "return" && (chosen !== undefined || (mode === "search" && isOpen))) return accept(chosen ?? 0);
      if (text === "?" && /(^|\s)$/.test(readline.line.slice(0, readline.cursor))) return help();
      if (name === "return" || (ctrl && (name === "c" || name === "d" || name === "j"))) {
        overlay.isOver = name !== "d" || readline.line === "";
        return false;
      }
      chosen = undefined;
      if (mode === "closed") mode = "complete";
      return false;
    },
    draw() {
      const { width, height, widthOf } = look();
      if (lines.length === 0) lines = menuLines(candidates(), chosen, look()).slice(0, height);
      const { here, end } = places();
      const grey = cut(ghost().replace(/[^ -~]/g, "·"), width - end.cols - 1, widthOf);
      if (lines.length === 0 && grey === "") return;
      const down = end.rows - here.rows;
      output.write(`${down > 0 ? `\u001b[${down}B` : ""}\u001b[${end.cols + 1}G${grey === "" ? "" : `\u001b[2m${grey}\u001b[22m`}${lines.map((line) => `\n\r${line}`).join("")}`);
      const up = lines.length + down;
      output.write(`${up > 0 ? `\u001b[${up}A` : ""}\u001b[${here.cols + 1}G`);
      lines = [];
    },
    clear() {
      const { here, end } = places();
      const down = end.rows - here.rows;
      output.write(`${down > 0 ? `\u001b[${down}B` : ""}\u001b[${end.cols + 1}G${erase}${down > 0 ? `\u001b[${down}A` : ""}\u001b[${here.cols + 1}G`);
    },
  };
  return overlay;

  function close(): boolean {
    mode = "closed";
    chosen = undefined;
    return true;
  }
  function search(): boolean {
    if (mode === "search") return move(1);
    mode = "search";
    chosen = undefined;
    return true;
  }
  function takeWord(): boolean {
    replace(readline.line + (/^\s*\S+/.exec(ghost())?.[0] ?? ""));
    return true;
  }
  function help(): boolean {
    lines = explain(readline.line.slice(0, readline.cursor)).slice(0, Math.max(look().height, (output.rows ?? 24) - 3));
    return lines.length > 0;
  }
  /** A pasted line break never runs anything: each line waits for its own Enter. */
  function takePaste(): boolean {
    const [first = "", ...others] = (paste ?? "").split(/\r\n|[\r\n]/);
    paste = undefined;
    pasted.push(...others.filter((line) => line.trim() !== ""));
    const { line, cursor } = readline;
    readline.line = line.slice(0, cursor) + first.replace(/[\u0000-\u001f\u007f]/g, " ") + line.slice(cursor);
    readline.cursor = cursor + first.length;
    readline._refreshLine();
    return true;
  }
}

/** Earlier lines that hold the same words, the newest first. */
function searched(history: readonly string[], typed: string): readonly Candidate[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return history.filter((line) => words.every((word) => line.toLowerCase().includes(word))).slice(0, 8).map((line) => ({ line, shown: line, says: "" }));
}
