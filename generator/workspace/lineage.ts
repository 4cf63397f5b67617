import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { refuseConflict } from "./base";
import { stateFolder } from "./path";
import { readText, writeText } from "./text";

/** Which of Terraform's states the guests of a workspace are in. */
export interface Lineage {
  /** Terraform's own name of the state: the same in every copy of it. */
  readonly lineage: string;
  /** `local`, `s3`, `pg` */
  readonly backend: string;
  /** Where a local state lies: `kim@desk:/home/kim/lab`. */
  readonly where?: string;
}

/** In git: a second state over the same guests would be made by anyone who does not know of the first. */
const lineagePath = `${stateFolder}/state.json`;

/** Where this checkout is, as people find it. */
export function placeOf(root: string): string {
  return `${userName()}@${hostname()}:${root}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "user");
  }
}

/** The state that the guests were taken into; undefined before any was. */
export async function readLineage(root: string): Promise<Lineage | undefined> {
  const text = await readText(root, lineagePath);
  if (text === undefined) return undefined;
  refuseConflict(join(root, lineagePath), text);
  try {
    const read = JSON.parse(text) as Partial<Lineage> | null;
    if (typeof read?.lineage === "string" && typeof read.backend === "string") return read as Lineage;
  } catch {
    // It is told below.
  }
  throw new PmpcError("memory-unreadable", `${join(root, lineagePath)} is not what pmpc wrote`, { hint: `restore it from version control: git checkout -- ${lineagePath}`, exit: exit.refused });
}

export async function writeLineage(root: string, lineage: Lineage): Promise<void> {
  const text = `${JSON.stringify(lineage, null, 2)}\n`;
  if ((await readText(root, lineagePath)) !== text) await writeText(root, lineagePath, text);
}
