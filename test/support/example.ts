import { mkdtempSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { ProxmoxStack } from "../../constructs/index";

/** Where the examples lie. */
export const exampleFolder = join(__dirname, "../../examples");

/** The examples by their folders. */
export const exampleNames = readdirSync(exampleFolder);

/**
 * Runs an example as its reader would; gives the folder with its one stack, which is the caller's to remove.
 * @param plain with stacks that synthesise as cdktf's own do
 */
export function runExample(name: string, { plain = false } = {}): { readonly folder: string; readonly stack: string } {
  const load = createRequire(__filename);
  const main = join(exampleFolder, name, "main.ts");
  const folder = mkdtempSync(join(tmpdir(), "pmpc-example-"));
  const { CDKTF_OUTDIR: before } = process.env;
  process.env.CDKTF_OUTDIR = folder;
  delete load.cache[main];
  const restore = plain ? asPlain() : () => undefined;
  try {
    load(main);
  } finally {
    restore();
    if (before === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = before;
  }
  const [stack] = readdirSync(join(folder, "stacks"));
  return { folder, stack: join(folder, "stacks", stack!) };
}

function asPlain(): () => void {
  const ours = ProxmoxStack.prototype;
  const { prepareStack, toTerraform } = ours;
  const { prototype } = TerraformStack;
  Object.assign(ours, { prepareStack: prototype.prepareStack, toTerraform: prototype.toTerraform });
  return () => void Object.assign(ours, { prepareStack, toTerraform });
}
