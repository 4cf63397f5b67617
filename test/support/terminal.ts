import { main } from "../../bin/cli/program";
import type { Ended } from "../bin/command";

/**
 * Runs a command line in this process, as a terminal would that nobody sits at: starting Node and loading pmpc takes longer than most
 * verbs. One at a time.
 */
export async function typed(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const [before, folder, signals] = [{ ...process.env }, process.cwd(), ["SIGINT", "SIGTERM", "SIGHUP"] as const];
  const listeners = signals.map((signal) => process.listeners(signal));
  const [out, err] = [capture(process.stdout), capture(process.stderr)];
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (name.startsWith("PROXMOX_VE_")) delete process.env[name];
  Object.assign(process.env, environment);
  try {
    const code = await main(args);
    return { code, stdout: out.text(), stderr: err.text() };
  } finally {
    out.end();
    err.end();
    process.env = before;
    process.chdir(folder);
    for (const [at, signal] of signals.entries()) for (const one of process.listeners(signal)) if (!listeners[at]!.includes(one)) process.removeListener(signal, one);
  }
}

/** Keeps what is written to a stream, which is no terminal meanwhile. */
function capture(stream: NodeJS.WriteStream) {
  const [write, isTTY, errors] = [stream.write, stream.isTTY, stream.listeners("error")];
  const parts: string[] = [];
  stream.write = ((part: string | Uint8Array) => (parts.push(Buffer.from(part as string).toString()), true)) as typeof stream.write;
  stream.isTTY = false;
  return {
    text: () => parts.join(""),
    end() {
      [stream.write, stream.isTTY] = [write, isTTY];
      for (const one of stream.listeners("error")) if (!errors.includes(one)) stream.removeListener("error", one as () => void);
    },
  };
}
