import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";

/** Synthesises the app that `build` fills, into a folder that is gone afterwards; gives the text of each stack by its id. */
export function synthesise(build: (app: App) => void, { skipValidation = true } = {}): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), "pmpc-"));
  try {
    const app = new App({ outdir, skipValidation });
    build(app);
    app.synth();
    const stacks = Object.values(app.manifest.stacks);
    return Object.fromEntries(stacks.map(({ name, synthesizedStackPath }) => [name, readFileSync(join(outdir, synthesizedStackPath), "utf8")]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
