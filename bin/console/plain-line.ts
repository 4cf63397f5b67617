import { createInterface } from "node:readline";
import { onEnd } from "../cli/signal";
import type { EditorOptions, Typed } from "./editor";

/** Reads one line from a terminal that cannot move its cursor: it shows what is typed, and takes it back, by itself. */
export async function readPlainLine({ prompt, input, output }: Pick<EditorOptions, "prompt" | "input" | "output">): Promise<Typed> {
  const lines = createInterface({ input, output, terminal: false });
  let [interrupt, deafen] = [() => {}, () => {}];
  try {
    return await new Promise<Typed>((resolve) => {
      lines.once("line", (text) => resolve({ is: "line", text }));
      lines.once("close", () => resolve({ is: "end" }));
      deafen = onEnd(() => resolve({ is: "end" }));
      process.once("SIGINT", (interrupt = () => resolve({ is: "interrupted" })));
      output.write(prompt);
    });
  } finally {
    process.off("SIGINT", interrupt);
    deafen();
    lines.close();
  }
}
