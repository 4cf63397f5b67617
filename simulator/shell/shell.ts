import { CommandFailure, type Place, type Run } from "./call";
import { resolveCommand, usageOf, type Tool } from "./command";
import { runGuestTool } from "./guest-tool";
import { WrongUsage } from "./option";
import { runApiTool, type Terminal } from "./api-tool";

/** Runs `pct`, `qm` or `pvesh` as root on a node: the same words on the same lines, the same exit codes. Seen on PVE 9.2. */
export function* runTool(place: Place, tool: Tool, args: readonly string[], terminal: Terminal = { utf8: true }): Run {
  try {
    return yield* run(place, tool, args, terminal);
  } catch (error) {
    if (!(error instanceof WrongUsage) && !(error instanceof CommandFailure)) throw error;
    yield { stderr: error.message };
    return error instanceof CommandFailure ? error.exit : 255;
  }
}

function* run(place: Place, tool: Tool, args: readonly string[], terminal: Terminal): Run {
  const resolved = resolveCommand(tool, args);
  if (typeof resolved === "string") throw new CommandFailure(`ERROR: ${resolved}\n${usageOf(tool)}`, 255);
  const { command, rest } = resolved;
  if (command.name === "help") {
    yield { stdout: helpOn(tool, rest) };
    return 0;
  }
  return yield* tool === "pvesh" ? runApiTool(place, command, rest, terminal) : runGuestTool(place, command, rest);
}

function helpOn(tool: Tool, words: readonly string[]): string {
  const about = words.filter((word) => !word.startsWith("-"));
  const found = about.length === 0 ? undefined : resolveCommand(tool, about);
  if (found === undefined) return usageOf(tool);
  if (typeof found === "string") throw new CommandFailure(`ERROR: ${found}\n${usageOf(tool)}`, 255);
  return `USAGE: ${found.command.usage}\n`;
}
