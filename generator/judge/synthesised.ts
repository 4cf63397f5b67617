import { join } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import type { Context } from "../engine/action";
import { outsideOf } from "../edit/outside";
import { readStackCode, type StackCode } from "../terraform/configuration";
import { synthesiseChanged } from "../terraform/synthesis";
import { findTerraform } from "../terraform/tool";
import type { Configuration } from "../settings/configuration";
import { environmentFor } from "./planning-gate";
import { sayLong } from "./takes-long";

/** Where a verb that only looks has the code synthesised while another works with what is there. */
const aside = ".proxmox/terraform/look";

/** What the code says, without Terraform: its app is run, but for where it would give what it gave last. */
export async function readSynthesised(root: string, configuration: Configuration, input: { readonly stack?: string; readonly aside: boolean }, context: Context): Promise<StackCode> {
  const environment = environmentFor(configuration, context);
  const tool = await findTerraform(environment);
  context.host.progress("synthesising", root);
  const outdir = join(root, input.aside ? aside : ".proxmox/terraform");
  const stacks = await synthesiseChanged({ root, outdir, home: context.home, environment, signal: context.signal, onLong: sayLong(context.host, `the code in ${root}`), outsideOf, saidOnly: true, tool: tool?.version ?? "none" });
  const [stack, another] = input.stack === undefined ? stacks : stacks.filter(({ name }) => name === input.stack);
  if (stack === undefined || another !== undefined) {
    throw new PmpcError("which-stack", `the app has the stacks ${stacks.map(({ name }) => name).join(", ") || "(none)"}`, { hint: "name one with --stack", exit: exit.usage });
  }
  return readStackCode(stack.folder);
}
