import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";

const program = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/libexec/sshd"].find(existsSync);

/** A real OpenSSH server on loopback with keys of its own; whoever uses it sees an `ssh` that knows it as `node`. */
export interface Sshd {
  readonly folder: string;
  readonly port: number;
  /** Put before PATH; holds an `ssh` that reads a configuration of this server's, and nobody's else. */
  readonly path: string;
  /** Sets what ssh's configuration says about `node`, beside where it is. */
  configure(lines: readonly string[]): void;
  /** Gives the server another host key, as a new installation or somebody in between would. */
  changeHostKey(): Promise<void>;
  /** How many connections the server has seen. */
  connections(): number;
  stop(): Promise<void>;
}

/** What is in a title where there is no server. */
export const whenSshd = program === undefined ? " (skipped: OpenSSH's server is not installed)" : "";

/** Starts a server; undefined if there is none. */
export async function startSshd(): Promise<Sshd | undefined> {
  if (program === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "pmpc-sshd-"));
  const at = (name: string) => join(folder, name);
  const port = await freePort();
  const key = (name: string) => execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", at(name)]);
  const configure = (lines: readonly string[]) =>
    writeFileSync(
      at("config"),
      ["Host node", "HostName 127.0.0.1", `Port ${port}`, `User ${userInfo().username}`, `IdentityFile ${at("user")}`, "IdentitiesOnly yes", `UserKnownHostsFile ${at("known")}`, "GlobalKnownHostsFile /dev/null", ...lines, ""].join("\n"),
    );
  const trust = () => writeFileSync(at("known"), `[127.0.0.1]:${port} ${readFileSync(at("host.pub"), "utf8")}`);
  key("host");
  key("user");
  trust();
  configure([]);
  writeFileSync(at("authorised"), readFileSync(at("user.pub")));
  writeFileSync(
    at("sshd_config"),
    [`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${at("host")}`, `AuthorizedKeysFile ${at("authorised")}`, "PidFile none", "StrictModes no", "UsePAM no", "PasswordAuthentication no", "KbdInteractiveAuthentication no", "PermitRootLogin yes", "PermitUserEnvironment no", "LogLevel VERBOSE", "AcceptEnv PATH", ""].join("\n"),
  );
  // Where an init system has not made it.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  mkdirSync(at("bin"));
  const client = execFileSync("sh", ["-c", "command -v ssh"], { encoding: "utf8" }).trim();
  writeFileSync(at("bin/ssh"), `#!/bin/sh\nexec ${client} -F ${at("config")} "$@"\n`, { mode: 0o755 });

  let log = "";
  let server: ChildProcess | undefined;
  const start = () =>
    new Promise<void>((resolve, reject) => {
      server = spawn(program, ["-D", "-e", "-f", at("sshd_config")], { stdio: ["ignore", "ignore", "pipe"] });
      server.once("exit", () => reject(new Error(`sshd: ${log}`)));
      server.stderr!.on("data", (text: Buffer) => {
        log += text.toString();
        if (/Server listening/.test(log)) resolve();
      });
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      server!.once("exit", () => resolve());
      server!.kill();
    });
  await start();
  return {
    folder,
    port,
    path: `${at("bin")}${delimiter}${process.env.PATH}`,
    configure,
    async changeHostKey() {
      rmSync(at("host"));
      rmSync(at("host.pub"));
      key("host");
      await stop();
      log = "";
      await start();
    },
    connections: () => log.match(/^Accepted publickey/gm)?.length ?? 0,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
