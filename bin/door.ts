import { statSync } from "node:fs";
import { resolve } from "node:path";
import { exit, PmpcError } from "../lib/error";
import { option, type Options } from "../generator/engine/option";
import type { Bound } from "./machine/offer";
import type { Log } from "./log";
import type { Place } from "./place";

/** A way in that is named on the command line and stays open: what it needs is loaded only where it is opened. */
export interface Door {
  readonly name: string;
  readonly summary: string;
  readonly says: string;
  /** Its own options. */
  readonly input: Options;
  /** The verb that it runs, whose options it takes, too. */
  readonly verb?: string;
  readonly open: () => Promise<(opened: Opened) => Promise<number>>;
}

/** What a door is opened with. */
export interface Opened {
  readonly bound: Bound;
  readonly input: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly place: Place;
  readonly json: boolean;
  /** What happens goes here, where lines of JSON were asked for. */
  readonly log?: Log;
}

const shared = {
  out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
  allowWrites: option.flag("Let clients write the workspace, and apply what interrupts no guest. Everything else is approved by a person: pmpc approve.", { local: true }),
};

/** The doors for pipelines and programs. */
export const doors: readonly Door[] = [
  {
    name: "ci",
    summary: "One verdict for a pipeline",
    says: "Read the cluster, plan the code, compare both with the last run, and give one verdict. Nothing is changed and nothing that was read is kept: a token that only reads is enough. Differences that are known for a time are in known-drift.yml. The summary of a GitHub step is written by itself.",
    verb: "ci",
    input: {
      summary: option.text("Write the verdict as Markdown, up to 60 kB.", { placeholder: "FILE", local: true }),
      sarif: option.text("Write the findings as SARIF 2.1.0.", { placeholder: "FILE", local: true }),
      junit: option.text("Write a case for each guest as JUnit XML.", { placeholder: "FILE", local: true }),
      annotations: option.choice("Print workflow commands, which put findings on their lines: by themselves on GitHub and Forgejo.", ["github", "none"], { local: true }),
    },
    open: async () => (await import("./ci/ci.js")).openCi,
  },
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
  {
    name: "serve",
    summary: "REST, MCP and metrics of this workspace, on this machine",
    says: "Serve this workspace to programs on this machine: REST under /api/v1, described in OpenAPI, MCP under /mcp, metrics under /metrics. The token that they need is printed; PMPC_DOOR_TOKEN keeps one from start to start.",
    input: {
      ...shared,
      port: option.number("Port to listen on, on 127.0.0.1; 0 takes one that is free.", { preset: 8620, from: 0, to: 65535, local: true }),
      socket: option.text("Listen on this socket file, and on no port.", { placeholder: "FILE", local: true }),
    },
    open: async () => (await import("./rest/rest.js")).openRest,
  },
];

/** Binds a door to the workspace that it serves. */
export function bind({ actions, context: { signal: _, ...context } }: Place, { out, allowWrites }: Readonly<Record<string, unknown>>, log?: Log): Bound {
  const folder = resolve(context.folder, typeof out === "string" ? out : ".");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new PmpcError("no-workspace", `${folder} is not a folder`, { hint: "name the workspace with --out", exit: exit.notFound });
  return { actions, context: { ...context, folder }, allowWrites: allowWrites === true, ...(log === undefined ? {} : { log }) };
}
