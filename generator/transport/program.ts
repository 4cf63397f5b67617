import { createRequire } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";

/** The arguments by which Node runs another program of pmpc's, named without an ending: as it was built, or in development from its source. */
export function programAt(path: string): string[] {
  const script = `${path}${extname(__filename)}`;
  return script.endsWith(".ts") ? ["--import", pathToFileURL(createRequire(__filename).resolve("tsx")).href, script] : [script];
}
