import { kinds } from "../../lib/schema/kind/all";
import { typeOfAddress } from "../terraform/plan";

/** What the code has and a plan says nothing about, as people call it: where something is refused, Terraform leaves out what depends on it, without a word. */
export function unplannedIn(planned: readonly { readonly address: string }[], code: readonly string[]): readonly string[] {
  const known = new Set(planned.map(({ address }) => address.replace(/\[[^\]]*\]$/, "")));
  return code.filter((address) => !known.has(address)).map(calledIn);
}

/** `firewall-rules web`, by what the code calls it; the address where people have no word for such a thing. */
function calledIn(address: string): string {
  const kind = kinds.ofTerraform(typeOfAddress(address))?.kind;
  return kind === undefined ? address : `${kind.word.short} ${address.split(".").at(-1)!}`;
}
