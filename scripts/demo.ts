// What `pmpc demo` does; and terraform finds the provider in this process, so that it validates where no registry is in reach.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { devNull } from "node:os";
import { join } from "node:path";
import { attachProvider } from "../test/support/terraform-provider/server";
import { schema } from "../test/support/terraform";

async function demo(): Promise<void> {
  const provider = await attachProvider("bpg/proxmox", schema);
  const env = { ...process.env, TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: devNull, CHECKPOINT_DISABLE: "1" };
  // The demo is told to stop as well, and then has its own cleaning up to do.
  process.on("SIGINT", () => undefined);
  const child = spawn(process.execPath, [join(__dirname, "../dist/bin/pmpc.js"), "demo", ...process.argv.slice(2)], { env, stdio: "inherit" });
  const [code] = await once(child, "close");
  provider.close();
  process.exitCode = code ?? 1;
}

void demo();
