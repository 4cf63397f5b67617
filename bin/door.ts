import { statSync } from "node:fs";
import { resolve } from "node:path";
import { exit, PmpcError } from "../lib/error";
import { option, type Options } from "../generator/engine/option";
import type { Place } from "./cli/dispatch";
import type { Bound } from "./machine/offer";

/** A way in that is named on the command line and stays open: what it needs is loaded only where it is opened. */
export interface Door {
  readonly name: string;
  readonly summary: string;
  readonly says: string;
  readonly input: Options;
  readonly open: () => Promise<(opened: Opened) => Promise<number>>;
}

/** What a door is opened with. */
export interface Opened {
  readonly bound: Bound;
  readonly input: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

const shared = {
  out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  allowWrites: option.flag("Let clients write the workspace, and apply what interrupts no guest. Everything else is approved by a person: pmpc approve.", { local: true }),
};

/** The doors for programs. */
export const doors: readonly Door[] = [
  {
    name: "mcp",
    summary: "Let an assistant read this workspace, plan, and propose changes",
    says: "Serve the Model Context Protocol: on standard input and output, or on a port of this machine. Give it a token that only reads.",
    input: {
      ...shared,
      http: option.flag("Listen on 127.0.0.1; the token that clients need is printed.", { local: true }),
      port: option.number("Port to listen on, with --http; 0 takes one that is free.", { preset: 8621, from: 0, to: 65535, local: true }),
    },
    open: async () => (await import("./mcp/mcp.js")).openMcp,
  },
];

/** Binds a door to the workspace that it serves. */
export function bind({ actions, context: { signal: _, ...context } }: Place, { out, allowWrites }: Readonly<Record<string, unknown>>): Bound {
  const folder = resolve(context.folder, typeof out === "string" ? out : ".");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new PmpcError("no-workspace", `${folder} is not a folder`, { hint: "name the workspace with --out", exit: exit.notFound });
  return { actions, context: { ...context, folder }, allowWrites: allowWrites === true };
}
