import { PmpcError } from "../../lib/error";
import { attribute, firstError } from "./diagnostic";
import { readLog, type Progress } from "./log";
import type { Problem } from "./plan";
import { runProcess } from "./process";
import type { Terraform } from "./terraform";

/**
 * Applies the plan that was made last, as a child of this process: it ends with it. Only for what may be cut off at any time. Gives what went
 * wrong; throws where it was interrupted.
 */
export async function applyHere(terraform: Terraform, { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: (progress: Progress) => void }): Promise<readonly Problem[]> {
  const { binary, args, folder, environment, secrets } = terraform.applying(terraform.planFile);
  const log = readLog("applying", onProgress);
  const { code, stopped, stdout, stderr } = await runProcess(binary, args, { cwd: folder, environment, secrets, signal, onLine: log.take });
  if (stopped !== undefined) throw new PmpcError("interrupted", `${binary} apply was interrupted`);
  if (code === 0) return [];
  return log.errors.length > 0 ? attribute(log.errors, log.open) : [{ says: firstError(stderr, stdout), cause: "way" }];
}
