import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { exit, PmpcError, type ErrorDetails } from "../../lib/error";
import { makeTemporary } from "../temporary/folder";
import { CommandError, isMissing, type CommandErrorKind, type Invocation, type Ran } from "./command-error";
import { launchProcess } from "./launch";
import { runProcess, type ProcessOptions, type RunOptions } from "./process";
import { quoteWords } from "./quote";
import type { Shell } from "./shell";

/** Milliseconds for a connection to come about, jump hosts included. */
const connectTimeout = 30_000;

/**
 * Runs commands on a machine that the user's own ssh reaches, with its configuration, agent and jump hosts; it never asks for
 * anything. Where that configuration shares no connections, one of our own is shared until `close`.
 * @param target `root@pve1`, a name out of the user's configuration, or `ssh://root@pve1:2222`.
 */
export function sshShell(target: string): Shell {
  checkTarget(target);
  let opened: Promise<Connection> | undefined;
  const connection = (signal?: AbortSignal) => (opened ??= connect(target, signal));
  const lineOf = (command: string, args: readonly string[], before = "") => `${before}export LC_ALL=C.UTF-8 PATH="$PATH:/usr/sbin:/sbin"; exec ${quoteWords([command, ...args])}`;
  let count = 0;
  return {
    name: target,
    async run(command, args, options = {}) {
      const { folder, sharing } = await connection(options.signal);
      const log = join(folder, `${count++}.log`);
      let group: string | undefined;
      const onOutput: RunOptions["onOutput"] = (line, stream) => {
        const [, id] = (stream === "stderr" && groupLine.exec(line)) || [];
        if (id === undefined) options.onOutput?.(line, stream);
        else group = id;
      };
      // The shell becomes the command, so its number is that of the command's process group.
      const line = lineOf(command, args, 'echo "pmpc-group $$" >&2; ');
      try {
        return await ssh({ where: target, command, args }, log, [...sharing, "--", target, line], { ...options, onOutput, hide: groupLine });
      } catch (error) {
        // It goes on there when the listener here has stopped.
        if (group !== undefined) await runProcess("ssh", [...quiet, ...sharing, "--", target, killLine(group)], { timeout: connectTimeout }).catch(() => {});
        throw error;
      }
    },
    async launch(command, args, options = {}) {
      const { folder, sharing } = await connection();
      const log = join(folder, `${count++}.log`);
      // What is left must not hang on a connection that ends with this process.
      const own = sharing.length > 0 ? ["-S", "none"] : [];
      const as = { where: target, command, args };
      const ran = await launchProcess("ssh", ["-E", log, ...quiet, ...own, "--", target, lineOf(command, args)], { ...options, as });
      return ran && explainConnection(ran, log);
    },
    async close() {
      const { folder, sharing } = (await opened?.catch(() => undefined)) ?? {};
      opened = undefined;
      if (sharing !== undefined && sharing.length > 0) await runProcess("ssh", ["-O", "exit", ...sharing, "--", target], { timeout: 5_000 }).catch(() => {});
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

const groupLine = /^pmpc-group (\d+)\n?/m;

const killLine = (group: string) => `kill -TERM -${group} && sleep 1 && kill -KILL -${group}`;

interface Connection {
  /** Where ssh's own words go, which would else be mixed with the command's. */
  readonly folder: string;
  /** The options by which calls share the connection. */
  readonly sharing: readonly string[];
}

async function connect(target: string, signal: AbortSignal | undefined): Promise<Connection> {
  const folder = makeTemporary("ssh");
  try {
    const { stdout: settings } = await runProcess("ssh", ["-G", "--", target], { signal });
    if (/^controlpath (?!none$)/m.test(settings)) return { folder, sharing: [] };
    const sharing = ["-S", join(folder, "m")];
    const opening = ["-f", "-N", "-o", "ControlMaster=yes", "-o", "ControlPersist=60", ...sharing, "--", target];
    const invocation = { where: target, command: "ssh", args: [target] };
    await ssh(invocation, join(folder, "connect.log"), opening, { timeout: connectTimeout, signal }).catch((error: unknown) => {
      throw error instanceof CommandError && error.code === "timeout" ? noAnswer(invocation, error) : error;
    });
    return { folder, sharing };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

// No terminal, no forwarding, nothing that the configuration would start beside the command, and no question to anybody.
const quiet = ["-T", "-x", "-a", ...["BatchMode=yes", "ClearAllForwardings=yes", "PermitLocalCommand=no", "RemoteCommand=none", "LogLevel=INFO"].flatMap((setting) => ["-o", setting])];

async function ssh(invocation: Invocation, log: string, args: readonly string[], options: ProcessOptions): Promise<Ran> {
  const ran = await runProcess("ssh", ["-E", log, ...quiet, ...args], { ...options, as: invocation }).catch((error: unknown) => {
    throw isMissing(error) ? noSsh(invocation, error) : error;
  });
  return explainConnection(ran, log, args);
}

/** Gives back how a command ended, and throws where it was ssh itself that failed; `args` are those that ssh was given. */
async function explainConnection(ran: Ran, log: string, args: readonly string[] = []): Promise<Ran> {
  if (ran.code === 255) {
    const words = (await readFile(log, "utf8").catch(() => "")).replace(/^(?:Warning: Permanently added|ControlSocket ).*\n?/gm, "").trim();
    // The command itself may have ended with 255, too; then ssh has nothing to say.
    if (words !== "") throw explainSsh(ran, `${words}\n${ran.stderr}`);
    if (await isLost(args)) throw new CommandError("not-available", "the connection was lost while it ran", { ...ran, stdout: "" }, { hint: lostHint, exit: exit.failed });
  }
  return ran;
}

const lostHint = "did the node go down, or the network? Give the command again once ssh reaches the node: what it began to change there is not taken back";

/** Whether the connection that calls share is gone: it ends without a word, and the commands in it with 255. */
async function isLost(args: readonly string[]): Promise<boolean> {
  const [option, socket] = args;
  if (option !== "-S" || socket === undefined) return false;
  const { code } = await runProcess("ssh", ["-O", "check", option, socket, "--", "shared"], { timeout: connectTimeout });
  return code !== 0;
}

const tryIt = (where: string) => `does this work?  ${quoteWords(["ssh", where, "true"])}`;

function noAnswer(invocation: Invocation, cause: CommandError): CommandError {
  return new CommandError("timeout", `ssh did not connect within ${connectTimeout / 1000} s`, invocation, { hint: tryIt(invocation.where), cause });
}

function noSsh(invocation: Invocation, cause: CommandError): CommandError {
  return new CommandError("not-available", "there is no ssh on this machine", invocation, { hint: "install OpenSSH's client, or run pmpc on the node itself", exit: exit.notFound, cause });
}

/** Says what kept ssh from reaching the machine; it ends its lines as a terminal wants them. */
function explainSsh(invocation: Invocation, said: string): CommandError {
  const { where } = invocation;
  const words = said.replaceAll("\r", "");
  const say = (kind: CommandErrorKind, what: string, details: ErrorDetails) => new CommandError(kind, what, { ...invocation, stderr: words }, details);
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED/.test(words)) {
    const hint = "somebody may be in between. If the node was installed again, compare the fingerprint with the one on its console, then remove the old key that ssh names";
    return say("host-key-changed", "the host key is not the one that is known", { hint, exit: exit.refused });
  }
  if (/Host key verification failed|No .*host key is known/.test(words)) {
    const hint = `connect once by hand, and compare the fingerprint with the one on the node's console: ${quoteWords(["ssh", where])}`;
    return say("host-key-unknown", "the host key is not known yet, and nobody can be asked", { hint, exit: exit.refused });
  }
  if (/Permission denied \(|Too many authentication failures|no mutual signature/.test(words)) {
    const hint = `pmpc never asks for a password: give the node your key (${quoteWords(["ssh-copy-id", where])}), and let an agent hold it (ssh-add)`;
    return say("permission-denied", "ssh was not let in", { hint, exit: exit.notAuthorised });
  }
  return say("not-available", "ssh cannot reach it", { hint: tryIt(where), exit: exit.failed });
}

function checkTarget(target: string): void {
  if (/^[^-\s\p{C}][^\s\p{C}]*$/u.test(target)) return;
  throw new PmpcError("not-a-host", `${JSON.stringify(target)} is not a host that ssh can reach`, { hint: "expected root@pve1, a name out of ~/.ssh/config, or ssh://root@pve1:2222", exit: exit.usage });
}
