import type ts from "typescript";
import { cell } from "./markdown";

/** What a doc comment says, in its parts. */
export interface Comment {
  /** As text in a cell. */
  readonly text: string;
  /** As text of its own. */
  readonly paragraphs: string;
  /** The word of Proxmox VE. */
  readonly pve: string;
  /** The attribute of Terraform's provider. */
  readonly terraform: string;
  /** As it is written after `@default`: a value, or words after a dash. */
  readonly preset: string;
}

const words = (language: string) => new RegExp(`(?:^|(?<=\\s))${language}: (.+?)\\.(?:\\s|$)`);

/** Takes a doc comment apart: `Number in the cluster. Proxmox VE: \`vmid\`. Terraform: \`vm_id\`.` and its `@default`. */
export function commentOf(documentation: string, tags: readonly ts.JSDocTagInfo[]): Comment {
  const said = (name: string) => tags.filter((tag) => tag.name === name).map(({ text }) => (text ?? []).map((part) => part.text).join(""));
  const [, pve = ""] = words("Proxmox VE").exec(documentation) ?? [];
  const [, terraform = ""] = words("Terraform").exec(documentation) ?? [];
  const rest = documentation.replace(words("Proxmox VE"), "").replace(words("Terraform"), "").trim();
  const [preset = "- none"] = said("default");
  return { text: cell(rest), paragraphs: rest, pve: cell(pve), terraform: cell(terraform), preset: preset.replace(/\.$/, "") };
}
