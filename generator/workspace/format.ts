import { join } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { stateFolder } from "./path";
import { readText } from "./text";

/** Says how a workspace keeps what it remembers, so that an older pmpc refuses what it does not know. */
export const formatPath = `${stateFolder}/manifest.json`;

const version = 2;

/** What is in that file now. */
export const format = `${JSON.stringify({ version })}\n`;

/** Reads the file; undefined in a new workspace. Refuses a workspace that a newer pmpc wrote. */
export async function readFormat(root: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const path = join(root, formatPath);
  const text = await readText(root, formatPath);
  if (text === undefined) return undefined;
  const found = parse(text);
  if (typeof found?.version !== "number") throw unreadable(path);
  if (found.version <= version) return found;
  throw new PmpcError("workspace-newer", `${path} has version ${found.version}, and this pmpc knows versions up to ${version}`, {
    hint: "a newer pmpc wrote this workspace; use it: npm install pmpc@latest",
    exit: exit.refused,
  });
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return (JSON.parse(text) as Readonly<Record<string, unknown>> | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function unreadable(path: string): PmpcError {
  return new PmpcError("manifest-unreadable", `${path} is not what pmpc wrote`, {
    hint: `restore it from version control: git checkout -- ${formatPath}\nwithout a copy, delete it: it only records the version of pmpc that wrote the workspace`,
    exit: exit.refused,
  });
}
