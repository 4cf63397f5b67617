import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exit, PmpcError } from "../../../lib/error";
import type { Place } from "../../../simulator/shell/call";
import { isTool } from "../../../simulator/shell/command";
import { runTool } from "../../../simulator/shell/shell";
import { makeTemporary } from "../../temporary/folder";
import { makeClusterFolder } from "./cluster-folder";
import { mark, programFor, scriptOf, type CommandLine, type Reply } from "./stand-in";

export interface ShellOptions {
  /** Where the stand-ins are put; made if it is not there. */
  readonly folder: string;
  /** Whose command line it is, and how the cluster is asked there. */
  readonly place: Place;
  /** What lies below `/etc/pve`; undefined if that is not known. */
  readonly files?: () => ReadonlyMap<string, string>;
  /** Milliseconds before a command begins, as the real tools take to start. */
  readonly latency: number;
  /** Every command is added here when it has ended. */
  readonly commands: ServedCommand[];
}

/** A command that was run by a stand-in. */
export interface ServedCommand {
  readonly tool: string;
  readonly args: readonly string[];
  readonly exit: number;
}

/** A node's command line in a folder. */
export interface Shell {
  /** The folder as it was named, absolute: `pct`, `qm` and `pvesh` lie in it, and `pve` in place of `/etc/pve`. */
  readonly folder: string;
  /** Brings `pve` up to date with the cluster. */
  refresh(): void;
  close(): Promise<void>;
}

/** Puts `pct`, `qm` and `pvesh` of a simulated node into a folder. They answer as long as the shell is open. */
export async function openShell({ folder: named, place, files, latency, commands }: ShellOptions): Promise<Shell> {
  const folder = resolve(named);
  mkdirSync(folder, { recursive: true });
  const run = makeTemporary("shell");
  const socket = process.platform === "win32" ? `\\\\.\\pipe\\${run.split(/[\\/]/).pop()}` : join(run, "socket");
  const pve = files && makeClusterFolder(join(folder, "pve"), place.node);
  const refresh = () => files && pve?.update(files());
  const clients = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    clients.add(client);
    client.once("close", () => clients.delete(client));
    void serve(client, { place, latency, commands, refresh });
  });
  try {
    writeTools(folder, socket);
    refresh();
    await new Promise<void>((done, fail) => server.once("error", fail).listen(socket, done));
  } catch (error) {
    rmSync(run, { recursive: true, force: true });
    throw error;
  }
  return { folder, refresh, close: () => close(server, clients, run) };
}

function writeTools(folder: string, socket: string): void {
  const program = join(folder, ".stand-in.cjs");
  const tools = ["pct", "qm", "pvesh"];
  const foreign = tools.map((tool) => join(folder, tool)).find((path) => existsSync(path) && !readFileSync(path, "utf8").includes(mark));
  if (foreign !== undefined) {
    throw new PmpcError("folder-in-use", `${foreign} is not a stand-in of a simulator`, { hint: "name a folder of its own, never one with the real tools", exit: exit.refused });
  }
  writeFileSync(program, programFor(socket));
  for (const tool of tools) writeFileSync(join(folder, tool), scriptOf(tool, process.execPath, program), { mode: 0o755 });
}

type Serving = Pick<ShellOptions, "place" | "latency" | "commands"> & { readonly refresh: () => void };

async function serve(client: Socket, { place, latency, commands, refresh }: Serving): Promise<void> {
  client.on("error", () => client.destroy());
  const send = (reply: Reply) => client.writable && client.write(`${JSON.stringify(reply)}\n`);
  const line = await firstLine(client);
  if (line === undefined) return;
  const { tool, args, utf8, columns } = JSON.parse(line) as CommandLine;
  if (latency > 0) await sleep(latency);
  const code = isTool(tool) ? await drive(runTool(place, tool, args, { utf8, columns }), client, send, refresh) : 255;
  commands.push({ tool, args, exit: code });
  send({ exit: code });
  client.end();
}

/** Runs a tool as long as somebody listens. */
async function drive(run: ReturnType<typeof runTool>, client: Socket, send: (reply: Reply) => unknown, refresh: () => void): Promise<number> {
  for (;;) {
    if (client.destroyed) return 143;
    const step = run.next();
    refresh();
    if (step.done) return step.value;
    if ("wait" in step.value) await sleep(20);
    else send(step.value);
  }
}

function firstLine(client: Socket): Promise<string | undefined> {
  let text = "";
  client.setEncoding("utf8");
  return new Promise((done) => {
    client.on("data", (chunk: string) => {
      text += chunk;
      if (text.includes("\n")) done(text.slice(0, text.indexOf("\n")));
    });
    client.on("close", () => done(undefined));
  });
}

function close(server: Server, clients: ReadonlySet<Socket>, run: string): Promise<void> {
  return new Promise((done) => {
    server.close(() => {
      rmSync(run, { recursive: true, force: true });
      done();
    });
    for (const client of clients) client.destroy();
  });
}
