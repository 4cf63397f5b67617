import type { ResourceKey } from "../../lib/pve/address";
import { constructOf as constructNameOf, terraformAddress } from "../../lib/schema/kind/name";
import { withoutProperty, type ConstructName } from "../edit/remove";
import { readCode } from "../workspace/code";
import { editFiles, type Edit } from "../workspace/edit";
import type { FileChange } from "../workspace/file";
import { readClusterNames, writeClusterNames } from "../workspace/cluster-names";
import { readNames, writeNames, type Name } from "../workspace/names";
import { isSettled, withoutAdopt, type InState } from "../session/names";

/** What a guest's construct is, in code. */
export const constructOf = ({ key, id }: Pick<Name, "key" | "id">): ConstructName => ({ className: constructNameOf(key), id });

/** Where it is in Terraform: `proxmox_virtual_environment_vm.web`. */
export const addressOfName = ({ key, id }: Pick<Name, "key" | "id">): string => terraformAddress(key, id);

/**
 * Takes `adopt` out of the code of what is in Terraform's state, wherever its code is, and for good: for a state that lacks
 * it pmpc plans the import by itself. Guests that something holds keep it until nothing does.
 */
export async function settle(root: string, inState: InState, held: { has(key: ResourceKey): boolean }): Promise<readonly FileChange[]> {
  const [names, others] = [await readNames(root), await readClusterNames(root)];
  const settled = [...names.values()].filter((name) => isSettled(name, inState) && !held.has(name.key));
  const settledOthers = [...others.values()].filter((name) => isSettled(name, inState));
  const constructs = [...settled.map(constructOf), ...settledOthers.map(({ construct, id }) => ({ className: construct, id }))];
  const code = constructs.length === 0 ? new Map<string, string>() : await readCode(root);
  const edit: Edit = (text) => withoutProperty(text, "adopt", constructs);
  const changes = await editFiles(root, new Map([...code.keys()].map((path) => [path, edit])));
  if (settled.length > 0) await writeNames(root, [...names.values()].map((name) => (settled.includes(name) ? withoutAdopt(name) : name)));
  if (settledOthers.length > 0) await writeClusterNames(root, [...others.values()].map((name) => (settledOthers.includes(name) ? withoutAdopt(name) : name)));
  return changes;
}
