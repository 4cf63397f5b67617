// Every fault of the way, of the cluster and of its answers, under every verb: nothing is lost, nothing is written that was not asked for,
// and what is said is said in words.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "../../generator/simulator/simulator";
import { schema } from "../../test/support/terraform";
import { attachProvider } from "../../test/support/terraform-provider/server";
import { startFaultServer, type Fault, type Instead } from "./fault-server";

const home = join(__dirname, "../..");

const page = (status: number): Instead => ({ status, body: "<html><h1>nginx</h1></html>", type: "text/html" });
const answer = (body: string, status = 200): Instead => ({ status, body });
const at = (where: RegExp, instead: Instead, times = Infinity): Fault => {
  let count = 0;
  return (address) => (where.test(address) && ++count <= times ? instead : undefined);
};
const anywhere = /^/;
const oneGuest = /^\/nodes\/[^/]+\/(?:qemu|lxc)\/(?:100|200)\b/;
const places: readonly (readonly [string, RegExp])[] = [
  ["everywhere", anywhere],
  ["at the version", /^\/version/],
  ["at the list", /^\/cluster\/resources/],
  ["at the rights", /^\/access\/permissions/],
  ["at one guest", oneGuest],
  ["at configurations", /\/config$/],
  ["at states", /\/status\/current$/],
  ["at tasks", /\/tasks\//],
  ["beside the guests", /^\/(?:storage|pools|cluster\/(?:ha|backup|replication|mapping))\b/],
  ["at agents", /\/(?:agent|interfaces)\b/],
];
const junk: readonly (readonly [string, Instead])[] = [
  ["a text", answer('{"data":"hello"}')],
  ["rows of nothing", answer('{"data":[null]}')],
  ["nothing", answer('{"data":{}}')],
  ["null", answer('{"data":null}')],
  ["a body without data", answer('"hello"')],
  ["half an answer", answer('{"data":[{"type"')],
  ["levels without end", answer(`{"data":${"[".repeat(9_000)}${"]".repeat(9_000)}}`)],
];
const failures: readonly (readonly [string, Instead])[] = [
  ["a page", page(200)],
  ["a login", { status: 302, body: "", headers: { location: "https://login.example.net/" } }],
  ["502", page(502)],
  ["504", answer("", 504)],
  ["595", answer("", 595)],
  ["401", answer('{"data":null}', 401)],
  ["403", answer('{"data":null,"message":"Permission check failed (/vms/100, VM.Audit)"}', 403)],
  ["500", answer('{"data":null,"message":"got no worker upid"}', 500)],
  ["a pause of a day", { status: 429, body: "", headers: { "retry-after": "86400" } }],
  ["a cut", "reset"],
  ["silence", "hang"],
];

/** A fault and its name; each is made anew, since some count. */
export interface NamedFault {
  readonly name: string;
  readonly make: () => Fault;
}

/** Everything that goes wrong, everywhere. */
export const faults: readonly NamedFault[] = [
  ...places.flatMap(([where, pattern]) => [...failures, ...junk].map(([what, instead]) => ({ name: `${what} ${where}`, make: () => at(pattern, instead) }))),
  // What passes by itself.
  ...(["reset", page(502), { status: 429, body: "", headers: { "retry-after": "1" } }] as const).map((instead, one) => ({ name: `${["a cut", "502", "429"][one]} twice`, make: () => at(anywhere, instead, 2) })),
];

export const verbs = ["import", "sync", "doctor", "plan", "apply", "start"] as const;
type Verb = (typeof verbs)[number];

const argsOf: Readonly<Record<Verb, readonly string[]>> = {
  import: ["import", "--no-verify"],
  sync: ["sync"],
  doctor: ["doctor"],
  plan: ["plan"],
  apply: ["apply", "--yes"],
  start: ["start", "container", "206"],
};

export interface Played {
  readonly pairs: number;
  /** What was wrong, each with its verb and fault. */
  readonly wrong: readonly string[];
}

/** Plays every so-many-th pair of a fault and a verb. */
export async function playFaults(every: number, say: (line: string) => void = () => {}): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-faults-"));
  const [root, base] = [join(folder, "work"), join(folder, "base")];
  const simulator = await startSimulator({ scenario: "homelab" });
  const server = await startFaultServer(simulator.endpoint);
  const provider = await attachProvider("bpg/proxmox", schema);
  const environment = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|NODE_OPTIONS$|TF_)/.test(name))),
    TF_REATTACH_PROVIDERS: provider.reattach,
    TF_CLI_CONFIG_FILE: "/dev/null",
    PROXMOX_VE_API_TOKEN: simulator.tokens.root,
  };
  const run = (args: readonly string[], cwd: string) =>
    new Promise<{ readonly code: number | null; readonly text: string }>((resolve) => {
      const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), ...args], { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
      child.on("close", (code) => resolve({ code, text }));
    });
  const wrong: string[] = [];
  let pairs = 0;
  try {
    await run(["import", "--no-verify", "--endpoint", server.endpoint, "--fingerprint", server.fingerprint, "--out", base], folder);
    const configuration = join(base, ".proxmox/config.yml");
    // Silence is waited for, and not as long as in life.
    writeFileSync(configuration, `${readFileSync(configuration, "utf8")}timeout: 1\n`);
    for (const [index, fault] of faults.entries()) {
      for (const [nth, verb] of verbs.entries()) {
        if ((index * verbs.length + nth) % every !== 0) continue;
        pairs++;
        rmSync(root, { recursive: true, force: true });
        cpSync(base, root, { recursive: true });
        const asked = simulator.requests.length;
        server.set(fault.make());
        const { code, text } = await run(argsOf[verb], root);
        server.set(undefined);
        const written = simulator.requests.slice(asked).filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`);
        const now = new Set(codeIn(root));
        const found = [
          ...(code === null || ![0, 1, 2, 3, 4, 5, 6, 64].includes(code) ? [`it ended with ${code}`] : []),
          ...(/^\s+at .+:\d+:\d+\)?$|nobody foresaw/m.test(text) ? [`a trace: ${text.trim()}`] : []),
          ...(code !== 0 && text.trim() === "" ? ["it said nothing"] : []),
          ...written.filter((one) => verb !== "start" || !one.endsWith("/status/start")).map((one) => `written: ${one}`),
          ...(verb === "start" && written.length > 1 ? ["started more than once"] : []),
          ...codeIn(base).filter((one) => !now.has(one)).map((one) => `lost or changed: ${one.split("\n")[0]}`),
        ];
        for (const one of found) {
          wrong.push(`${verb}, ${fault.name}: ${one}`);
          say(wrong.at(-1)!);
        }
      }
    }
    return { pairs, wrong };
  } finally {
    provider.close();
    await server.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The code of each guest, without what an adoption takes away. One that was silent before may come to it. */
function codeIn(root: string): readonly string[] {
  const texts = readdirSync(join(root, "guests")).map((file) => readFileSync(join(root, "guests", file), "utf8"));
  return texts.flatMap((text) => [...text.replace(/^\s*adopt: .*\n/gm, "").matchAll(/^ {2}new [^]*?^ {2}\}\);$/gm)].map(([one]) => one));
}

if (require.main === module) {
  void playFaults(Number(process.argv[2] ?? 1), (line) => process.stdout.write(`${line}\n`)).then(({ pairs, wrong }) => {
    process.stdout.write(`${pairs} faults played, ${wrong.length} wrong\n`);
    process.exitCode = wrong.length > 0 ? 1 : 0;
  });
}
