import { readLines, writeLines, type Line } from "./lines";
import { stateFolder } from "./path";

/** What a plan of Terraform's found out about a guest that the table did not know. */
export interface Finding extends Line {
  /** Names the configuration that it was found on: another one may need nothing of it. */
  readonly on: string;
  /** The version of the provider that it was found with. */
  readonly provider: string;
  /** Entries of `ignore_changes`, in Terraform's words. */
  readonly repairs: readonly { readonly path: string; readonly why: string }[];
  /** Why the guest is not in the code. */
  readonly aside?: { readonly reason: string; readonly remedy?: string };
}

/** In git: what one machine found out, the others need not find again. */
const findingsPath = `${stateFolder}/findings.jsonl`;

export type Findings = ReadonlyMap<string, Finding>;

export const readFindings = (root: string): Promise<Findings> => readLines<Finding>(root, findingsPath);

export const writeFindings = (root: string, findings: Iterable<Finding>): Promise<void> => writeLines(root, findingsPath, findings);
