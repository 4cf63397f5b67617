import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { append } from "../../generator/audit/log";
import { startSimulator } from "../../generator/simulator/simulator";
import { schema } from "../../test/support/terraform";
import { attachProvider } from "../../test/support/terraform-provider/server";
import { startFaultServer, type Fault } from "./fault-server";
import { keepProposals } from "./lab";
import { proposed, type Order } from "./order";

const home = join(__dirname, "../..");

/** A cluster with something between it and pmpc, and workspaces in which each verb begins anew. */
export interface Field {
  /** Gives a verb, under a fault or without one, and says what is wrong about what came of it. */
  play(order: Order, fault?: { readonly make: () => Fault }): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** @param longestSilence milliseconds without a word, of a cluster that is waited for one second */
export async function openField(longestSilence: number): Promise<Field> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-faults-"));
  const root = join(folder, "work");
  const base = (name: string) => join(folder, name);
  const simulator = await startSimulator({ scenario: "homelab" });
  simulator.cluster.add("pve", "lxc", 9011, "arch: amd64\nhostname: idle\nmemory: 256\nostype: debian\nrootfs: local-zfs:subvol-9011-disk-0,size=2G\nswap: 0\nunprivileged: 1\n");
  const putBack = simulator.cluster.keep();
  const server = await startFaultServer(simulator.endpoint);
  const provider = await attachProvider("bpg/proxmox", schema);
  const environment = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PROXMOX_VE_|NODE_OPTIONS$|TF_)/.test(name))),
    TF_REATTACH_PROVIDERS: provider.reattach,
    TF_CLI_CONFIG_FILE: "/dev/null",
    PROXMOX_VE_API_TOKEN: simulator.tokens.root,
  };
  const way = ["--endpoint", server.endpoint, "--fingerprint", server.fingerprint];
  const run = (args: readonly string[], cwd: string) =>
    new Promise<{ readonly code: number | null; readonly text: string; readonly silence: number }>((resolve) => {
      const child = spawn(process.execPath, [join(home, "dist/bin/pmpc.js"), ...args], { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
      let [text, silence, last] = ["", 0, Date.now()];
      const hear = () => void ([silence, last] = [Math.max(silence, Date.now() - last), Date.now()]);
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
          text += chunk.toString();
          hear();
        });
      }
      child.on("close", (code) => {
        hear();
        resolve({ code, text, silence });
      });
    });
  const demand = async (...args: readonly string[]) => {
    const { code, text } = await run(args, base("settled"));
    if (code === null || ![0, 2, 3].includes(code)) throw new Error(`${args.join(" ")} ended with ${code}: ${text}`);
    return text;
  };
  mkdirSync(base("nothing"));
  await run(["import", "--no-verify", ...way, "--out", base("imported")], folder);
  const configuration = join(base("imported"), ".proxmox/config.yml");
  // Silence is waited for, and not as long as in life.
  writeFileSync(configuration, `${readFileSync(configuration, "utf8")}timeout: 1\n`);
  cpSync(base("imported"), base("settled"), { recursive: true });
  await demand("apply", "--yes", "--allow-changes");
  await demand("protect", "vm", "100", "--yes");
  // What the gate writes down of a change; the stand-in for the provider sends it none.
  await append(base("settled"), { at: new Date().toISOString(), verb: "update", key: "qemu/100", asked: { memory: "6144" }, before: { memory: "4096" } });
  await demand("update", "vm", "100", "--memory", "6GiB");
  const code = /pmpc approve (\S+)/.exec(await demand("propose"))![1]!;
  keepProposals(base("settled"));
  putBack();

  return {
    async play({ args, from = "settled", writes, changes }, fault) {
      rmSync(root, { recursive: true, force: true });
      cpSync(base(from), root, { recursive: true });
      putBack();
      const asked = simulator.requests.length;
      server.set(fault?.make());
      const words = args.map((word) => (word === proposed ? code : word));
      const { code: end, text, silence } = await run(from === "nothing" ? [...words, ...way] : words, root);
      server.set(undefined);
      const written = simulator.requests.slice(asked).filter(({ method }) => method !== "GET").map(({ method, address }) => `${method} ${address}`);
      const now = new Set(codeIn(root));
      const mayBe = fault === undefined ? [0, 2, 3] : [0, 1, 2, 3, 4, 5, 6, 64];
      return [
        ...(end === null || !mayBe.includes(end) ? [`it ended with ${end}${fault === undefined ? `: ${text.trim()}` : ""}`] : []),
        ...(/^\s+at .+:\d+:\d+\)?$|nobody foresaw/m.test(text) ? [`a trace: ${text.trim()}`] : []),
        ...(end !== 0 && text.trim() === "" ? ["it said nothing"] : []),
        ...(silence > longestSilence ? [`silent for ${Math.round(silence / 1000)} seconds`] : []),
        ...written.filter((one) => !writes?.test(one)).map((one) => `written: ${one}`),
        ...(written.length > 1 ? ["written more than once"] : []),
        ...(fault === undefined && writes !== undefined && written.length === 0 ? ["it wrote nothing"] : []),
        ...codeIn(base(from)).filter((one) => !now.has(one) && (changes === undefined || !one.includes(`"${changes}"`))).map((one) => `lost or changed: ${one.split("\n")[0]}`),
      ];
    },
    async close() {
      provider.close();
      await server.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The code of each guest, without what an adoption takes away. One that was silent before may come to it. */
function codeIn(root: string): readonly string[] {
  const guests = join(root, "guests");
  const texts = existsSync(guests) ? readdirSync(guests).map((file) => readFileSync(join(guests, file), "utf8")) : [];
  return texts.flatMap((text) => [...text.replace(/^\s*adopt: .*\n/gm, "").matchAll(/^ {2}new [^]*?^ {2}\}\);$/gm)].map(([one]) => one));
}
