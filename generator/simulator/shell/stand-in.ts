import type { Output } from "../../../simulator/shell/call";

/** What a stand-in asks: the command line it was started with, and what it is shown on. */
export interface CommandLine {
  readonly tool: string;
  readonly args: readonly string[];
  readonly utf8: boolean;
  readonly columns?: number;
}

/** What it is told, one JSON text on each line. */
export type Reply = Output | { readonly exit: number };

/** By this line in a file one knows that it was made here, and may be made again. */
export const mark = "# A stand-in of a simulated Proxmox VE node, made by pmpc.";

/** The script that stands in for a tool. Paths are absolute, so that it runs with any PATH. */
export function scriptOf(tool: string, runtime: string, program: string): string {
  return `#!/bin/sh\n${mark}\nexec ${quoted(runtime)} ${quoted(program)} ${tool} "$@"\n`;
}

// Nothing in single quotes means anything to a shell but the quote itself.
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The program behind the scripts: it hands its command line to the simulator and repeats what that says. Plain text, since it must start at once
 * and wherever it lies. If there is no answer, it says what the tools say when the cluster file system is down or out of reach.
 */
export function programFor(socket: string): string {
  return `"use strict";
const { connect } = require("node:net");
const [tool, ...args] = process.argv.slice(2);
const { LC_ALL, LC_CTYPE, LANG } = process.env;
const utf8 = /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || "");
const why = { ECONNREFUSED: "Connection refused", ENOENT: "Connection refused" };
let exit;
let rest = "";
const fail = (reason) => {
  exit = 255;
  const tries = [1, 2, 3].map((count) => "ipcc_send_rec[" + count + "] failed: " + reason + "\\n");
  process.stderr.write(tries.join("") + "Unable to load access control list: " + reason + "\\n");
};
const socket = connect(${JSON.stringify(socket)}, () => {
  socket.write(JSON.stringify({ tool, args, utf8, columns: process.stdout.columns }) + "\\n");
});
socket.setEncoding("utf8");
socket.on("data", (text) => {
  const lines = (rest + text).split("\\n");
  rest = lines.pop();
  for (const reply of lines.map((line) => JSON.parse(line))) {
    if (reply.stdout) process.stdout.write(reply.stdout);
    if (reply.stderr) process.stderr.write(reply.stderr);
    if (reply.exit !== undefined) exit = reply.exit;
  }
});
socket.on("error", ({ code }) => fail(why[code] || "Unknown error -1"));
socket.on("close", () => {
  if (exit === undefined) fail("Connection refused");
  process.exitCode = exit;
});
`;
}
