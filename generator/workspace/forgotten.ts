import { readLines, writeLines, type Line } from "./lines";
import { stateFolder } from "./path";

/** Something whose code became a `removed` block; the key is its address in Terraform. */
export interface Forgotten extends Line {
  /** Its key: `qemu/101`, `storage/nas`. */
  readonly guest: string;
  readonly id: string;
  readonly name: string;
}

/** In git, so that no clone takes what was forgotten for something to destroy. */
const forgottenPath = `${stateFolder}/forgotten.jsonl`;

export const readForgotten = (root: string): Promise<ReadonlyMap<string, Forgotten>> => readLines<Forgotten>(root, forgottenPath);

export const writeForgotten = (root: string, forgotten: Iterable<Forgotten>): Promise<void> => writeLines(root, forgottenPath, forgotten);
