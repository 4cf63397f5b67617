import type { Room } from "./print";
import type { Output } from "./streams";
import { cut, visible } from "./terminal";

/** What tells how far a verb is. */
export interface LiveLine {
  tell(stage: string, says: string): void;
  /** Makes room for what is written next. */
  clear(): void;
}

/**
 * One line of a terminal, written over as long as it takes; it never goes on in the next one, where it could not be written over.
 * A plain terminal has a line for each stage instead, and everything else none.
 */
export function liveLine(to: Output, { isShown, isPlain, room }: { readonly isShown: boolean; readonly isPlain: boolean; readonly room: Room }): LiveLine {
  let told: string | undefined;
  if (!isShown) return { tell: () => {}, clear: () => {} };
  if (isPlain) {
    return {
      tell(stage) {
        if (stage !== told) to.write(`  ${visible(stage)}\n`);
        told = stage;
      },
      clear: () => {},
    };
  }
  return {
    // The window may be another one than it was when the verb began.
    tell: (stage, says) => to.write(`\r\u001b[K${cut(`  ${stage.padEnd(12)} ${visible(says)}`, (to.columns ?? Infinity) - 1, room.widthOf)}`),
    clear: () => to.write("\r\u001b[K"),
  };
}
