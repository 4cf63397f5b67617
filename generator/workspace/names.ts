import { readLines, writeLines, type Line } from "./lines";
import { stateFolder } from "./path";

/** What a guest is called in the code. Chosen once: another id would be another resource to Terraform. */
export interface Name extends Line {
  /** The construct's id. */
  readonly id: string;
  /** The file that its code was written into; undefined if it has none. */
  readonly file?: string;
  /** The code says `adopt`: the first apply anywhere takes it into Terraform's state, and ends that. */
  readonly adopt?: true;
  /** Its user wrote its code; pmpc made it, or took it in, and leaves the code alone. */
  readonly own?: true;
  /** By what it is known to be the same guest, in words that the inventory understands. */
  readonly marks?: Readonly<Record<string, string | readonly string[]>>;
}

/** In git, so that a clone knows every name. */
export const namesPath = `${stateFolder}/names.jsonl`;

export type Names = ReadonlyMap<string, Name>;

export const readNames = (root: string): Promise<Names> => readLines<Name>(root, namesPath);

export const writeNames = (root: string, names: Iterable<Name>): Promise<void> => writeLines(root, namesPath, names);
