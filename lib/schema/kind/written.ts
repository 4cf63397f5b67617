import { textTemplate, type Parts } from "../../pve/template";
import { kinds } from "./all";
import type { TerraformType, Written } from "./kind";
import { settingKinds } from "./setting";

/** What the provider writes: the kinds that an import reads, and settings that have records for the gate alone. */
const known: readonly Written[] = kinds.all;
export const written: readonly Written[] = [...known, ...settingKinds.filter(({ prefix }) => kinds.of(prefix) === undefined)];

const byType = new Map<string, { readonly kind: Written; readonly type: TerraformType }[]>();
for (const kind of written) for (const type of kind.terraform) for (const name of [type.type, ...(type.aliases ?? [])]) byType.set(name, [...(byType.get(name) ?? []), { kind, type }]);

/** The records that a type of Terraform's may be; several where it is told by its values in which place it is. None: pmpc does not know what it writes. */
export const writtenBy = (type: string): readonly { readonly kind: Written; readonly type: TerraformType }[] => byType.get(type) ?? [];

/** `qemu/101`, also for what belongs to a guest; undefined if a part is missing. */
export function keyOfWritten({ prefix, id, guest }: Written, parts: Parts): string | undefined {
  const [head, text] = guest === undefined ? [prefix, id] : [guest, "{vmid}"];
  const { names, print } = textTemplate(text);
  return names.every((name) => name in parts) ? `${head}/${print(parts)}` : undefined;
}
