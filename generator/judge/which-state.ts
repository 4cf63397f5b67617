import { exit, isPmpcError, PmpcError } from "../../lib/error";
import { parseGuestKey } from "../../lib/pve/address";
import { printName } from "../../lib/schema/kind/name";
import { count } from "../engine/view";
import type { StateDocument, Terraform } from "../terraform/terraform";
import { readLineage, type Lineage } from "../workspace/lineage";
import type { StackCode } from "../terraform/configuration";
import type { Adoption } from "./adoption";

/** Opens the state in the backend that the code names. If a colleague has moved it there, and the workspace names that state, it is used. */
export async function openState(terraform: Terraform, { root, backend, move }: { readonly root: string; readonly backend: string; readonly move: boolean }): Promise<void> {
  if (move) {
    refuseOverwriting(await terraform.peek(), backend);
    return terraform.init({ state: "move" });
  }
  try {
    await terraform.init();
  } catch (error) {
    if (!isPmpcError(error) || error.code !== "backend-changed") throw error;
    const [known, there] = [await readLineage(root), await terraform.peek()];
    if (known === undefined || there?.lineage !== known.lineage) throw error;
    await terraform.init({ state: "there" });
  }
}

/** A state is never moved onto another one. */
function refuseOverwriting(there: StateDocument | undefined, backend: string): void {
  const amount = there?.resources?.length ?? 0;
  if (amount === 0) return;
  throw new PmpcError("state-there", `the backend ${backend} has a state already, with ${count(amount, "resource")}`, {
    hint: "if the state was already moved there, continue: pmpc plan\nif it belongs to another workspace, choose another place for this one in main.ts",
    exit: exit.refused,
  });
}

/** What a project takes into its state. */
interface Taking {
  readonly adoption: Adoption;
  readonly state: StateDocument | undefined;
  readonly code: StackCode;
}

/** What a plan takes in although another state has it, and where that state is; undefined if there is nothing. */
export function inAnotherState({ adoption: { adopted }, state, code }: Taking, known: Lineage | undefined, place: string): { readonly says: string; readonly remedy: string } | undefined {
  const [first] = adopted;
  if (first === undefined || (known !== undefined && (known.lineage === state?.lineage || known.where === place))) return undefined;
  const where = known === undefined ? "a state that this workspace does not name" : known.where === undefined ? `a state in ${known.backend}` : `the state of ${known.where}`;
  const subject = adopted.length === 1 ? `${printName(first)} is` : `${adopted.length} ${whatOf(adopted)} are`;
  return { says: `${subject} in ${where}, and not in this one`, remedy: wayTo(known, code.backend) };
}

const whatOf = (adopted: readonly string[]) => (adopted.every((key) => parseGuestKey(key) !== undefined) ? "guests" : "resources");

function wayTo(known: Lineage | undefined, backend: string): string {
  if (backend === "local") return "apply where that state is, or share it: pmpc import --backend s3, pg or http writes the backend into main.ts, and pmpc state --move moves the state there";
  if (known?.where !== undefined) return `main.ts names the backend ${backend}, which does not have it yet: with this main.ts, run pmpc state --move where that state is`;
  return `check the place of the backend ${backend} in main.ts`;
}

/** Refuses to make a second state over what is in another one: two states would undo each other's changes. `place` is where this checkout is. */
export function refuseSecondState(project: Taking, known: Lineage | undefined, place: string): void {
  const { adopted } = project.adoption;
  const found = inAnotherState(project, known, place);
  if (found === undefined) return;
  throw new PmpcError("second-state", `${found.says}: two states over the same ${whatOf(adopted)} undo each other's changes`, {
    hint: `${found.remedy}\nif that state is lost and no one else has it: pmpc apply --new-state`,
    exit: exit.refused,
    facts: { guests: adopted, ...(known === undefined ? {} : { state: known }) },
  });
}
