import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceReport } from "../../../generator/judge/grading";
import type { WriteReport } from "../../../generator/renew/write-report";
import { openStage, type Stage } from "../../support/stage";
import { schema, terraformPath } from "../../support/terraform";
import { attachProvider } from "../../support/terraform-provider/server";
import { pmpc, reach } from "../../bin/command";

export const without = terraformPath === undefined ? " (skipped: neither terraform nor tofu is installed)" : "";

export interface Told<R> {
  readonly code: number;
  readonly report: R & { readonly error?: { readonly code: string; readonly message: string; readonly hint?: string } };
}

/** Virtual machine 100 and container 200, imported and adopted, with a provider that has a schema and nothing behind it. */
export interface Planned extends Stage<"imported" | "adopted" | "bare"> {
  run<R = WriteReport>(...args: string[]): Promise<Told<R>>;
  /** The same in another folder. */
  runIn<R = WriteReport>(folder: string, ...args: string[]): Promise<Told<R>>;
  importTwo(...more: string[]): Promise<Told<WriteReport>>;
  readonly environment: Readonly<Record<string, string>>;
  code(): string;
  edit(change: (text: string) => string): void;
}

export const two = ["--filter", "vmid=100", "--filter", "vmid=200"];

export async function openPlanned(): Promise<Planned> {
  const provider = await attachProvider("bpg/proxmox", schema);
  const scenes = { imported: () => importTwo(), adopted: () => run("apply"), bare: () => ignoreNothing() };
  const stage: Stage<keyof typeof scenes> = await openStage("homelab", scenes);
  const environment = { TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: "/dev/null", PROXMOX_VE_API_TOKEN: stage.simulator.tokens.auditor };
  async function runIn<R = WriteReport>(folder: string, ...args: string[]): Promise<Told<R>> {
    const { code, stdout, stderr } = await pmpc([...args, "--json"], folder, environment);
    try {
      return { code, report: JSON.parse(stdout) };
    } catch (cause) {
      throw new Error(stdout + stderr, { cause });
    }
  }
  const run = <R = WriteReport>(...args: string[]) => runIn<R>(stage.folder, ...args);
  const importTwo = (...more: string[]): Promise<Told<WriteReport>> => run("import", ...reach(stage.simulator), "--out", ".", ...two, ...more);
  /** What the provider lacks was ignored; written into the state, it need not be, and a change of it counts. */
  const ignoreNothing = async () => {
    writeFileSync(guests, code().replace(/\n +ignoreChanges: \[\n(?: {6}.*\n)* {4}\],/g, ""));
    await run("apply", "--yes", "--allow-changes");
  };
  const guests = join(stage.folder, "guests/pve.ts");
  const code = () => readFileSync(guests, "utf8");
  return {
    ...stage,
    run,
    runIn,
    importTwo,
    environment,
    code,
    edit: (change) => writeFileSync(guests, change(code())),
    async close() {
      provider.close();
      await stage.close();
    },
  };
}

/** `lxc/200 clean` */
export const graded = ({ resources }: { readonly resources: readonly ResourceReport[] }) => resources.map(({ key, grade }) => `${key} ${grade}`);
