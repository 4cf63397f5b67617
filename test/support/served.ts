import { spawn, type ChildProcess } from "node:child_process";
import { request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";

const home = join(__dirname, "../..");

/** A door that is open, in a process of its own. */
export interface Served {
  readonly address: string;
  readonly port: number;
  readonly token: string;
  readonly child: ChildProcess;
  close(): Promise<void>;
}

/** Opens a door, and waits until it says where it is. */
export async function serve(args: readonly string[], folder: string, environment: Readonly<Record<string, string>> = {}): Promise<Served> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|PMPC_|NODE_OPTIONS$)/.test(name)));
  const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), ...args], { cwd: folder, env: { ...own, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const said: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [name = "", value = ""] = line.trim().split(/\s+/, 2);
    said[name] = value;
    if (name === "token") break;
  }
  if (said.token === undefined) throw new Error(`the door did not open: ${complaint}`);
  child.stdout.resume();
  const address = Object.entries(said).find(([name]) => name !== "token")![1];
  return {
    address,
    port: Number(new URL(address).port),
    token: said.token,
    child,
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A request as it is, without a client that repairs it. */
export function ask(port: number, path: string, { method = "GET", headers = {}, body }: Asking = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers: { ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }), ...headers } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(parts).toString("utf8") }));
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
