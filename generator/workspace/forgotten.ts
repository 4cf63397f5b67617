import { readLines, writeLines, type Line } from "./lines";
import { stateFolder } from "./path";

/** A guest whose code became a `removed` block; the key is its address in Terraform. */
export interface Forgotten extends Line {
  /** `qemu/101` */
  readonly guest: string;
  readonly id: string;
  readonly name: string;
}

/** In git, so that no clone takes a forgotten guest for one to destroy. */
const forgottenPath = `${stateFolder}/forgotten.jsonl`;

export const readForgotten = (root: string): Promise<ReadonlyMap<string, Forgotten>> => readLines<Forgotten>(root, forgottenPath);

export const writeForgotten = (root: string, forgotten: Iterable<Forgotten>): Promise<void> => writeLines(root, forgottenPath, forgotten);
