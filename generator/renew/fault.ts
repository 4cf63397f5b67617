import type { ResourceKey } from "../../lib/pve/address";
import { differencesOf } from "../edit/merge/differences";
import type { Grading, ResourceReport } from "../judge/grading";
import { isLeftOut } from "../terraform/grade";
import { readTexts } from "../workspace/base";
import { readClusterNames } from "../workspace/cluster-names";
import { readCode } from "../workspace/code";
import { readFindings, type Finding } from "../workspace/findings";
import { readNames, type Name } from "../workspace/names";
import { editedFiles } from "../workspace/workspace";
import { topOf } from "./conflict";
import { codeGrammar } from "./grammar";
import { constructKey } from "./merge";

// What an import takes into the state is in it as it will stay. Of what is there already, Terraform's own record is no matter: it may
// change, or let go of a guest that has gone.
export const isRecord = ({ grade, importing }: ResourceReport) => !importing && (grade === "state only" || grade === "forget");

export type Fault = Pick<Finding, "key" | "repairs" | "aside">;

/**
 * The guests that are not clean in what their code says as pmpc wrote it, each with what helps.
 * @param untouched files that could not be brought up to date: what differs there is not what pmpc wrote
 */
export async function faultsOf({ resources }: Pick<Grading, "resources">, { root }: { readonly root: string }, inState: ReadonlySet<string>, untouched: ReadonlySet<string>): Promise<readonly Fault[]> {
  // A node that is off says nothing about its guests.
  const unclean = resources.filter((one) => one.grade !== "clean" && !isRecord(one) && one.cause !== "cluster");
  if (unclean.length === 0) return [];
  const [edited, guests, others, known] = [await editedFiles(root), await readNames(root), await readClusterNames(root), await readFindings(root)];
  const names = new Map<string, Pick<Name, "key" | "id" | "file" | "adopt">>([...others, ...guests]);
  const [code, generated] = edited.size === 0 ? [new Map<string, string>(), new Map<string, string>()] : [await readCode(root), new Map([...(await readTexts(root, "owned"))].filter(([path]) => path.endsWith(".ts")))];
  /** The props that somebody has changed in the code; undefined where it has the guest no longer, or not once. */
  const wishedIn = (key: string) => {
    const construct = constructKey(key as ResourceKey, others.values());
    return construct === undefined ? undefined : differencesOf(code, generated, construct, codeGrammar)?.map(({ title }) => topOf(title));
  };
  return unclean.flatMap((resource): Fault[] => {
    // The names are saved before the code is written, so they have what is planned.
    const name = [...names.values()].find(({ key, id }) => key === resource.key || resource.address.endsWith(`.${id}`));
    if (name === undefined || name.file === undefined || untouched.has(name.file)) return [];
    // What somebody has changed is a change that is wanted, and not a fault.
    const wished = edited.has(name.file) ? wishedIn(name.key) : [];
    if (wished === undefined) return [];
    const changes = resource.changes.filter(({ prop }) => !wished.includes(topOf(prop)));
    if (wished.length > 0 && changes.length === 0) return [];
    // What is in a state, or was settled and may be in that of another person, would be destroyed if its code went.
    const maySetAside = wished.length === 0 && name.adopt === true && !inState.has(resource.address);
    const before = known.get(name.key)?.repairs ?? [];
    if (resource.grade === "refused" || isLeftOut(resource.grade) || changes.length === 0) return maySetAside && resource.cause !== "way" ? [setAside(name.key, before, resource)] : [];
    const tried = changes.some(({ attribute }) => before.some(({ path }) => path === attribute));
    if (tried) return maySetAside ? [setAside(name.key, before, resource)] : [];
    return [{ key: name.key, repairs: [...before, ...changes.map((change) => ({ path: change.attribute, why: whyOf(change) }))] }];
  });
}

function setAside(key: ResourceKey, repairs: Fault["repairs"], { grade, reason, changes }: ResourceReport): Fault {
  const [change] = changes;
  const said = reason ?? (change ? `Terraform would change it (${grade}): ${change.attribute} from ${shown(change.before)} to ${shown(change.after)}` : "the provider reads it in a way that no code can say");
  return { key, repairs, aside: { reason: said, remedy: "an import tries again once its configuration, its state or the provider has changed" } };
}

function whyOf({ before, after, hidden }: ResourceReport["changes"][number]): string {
  return hidden ? "the provider reads another value, which is secret" : `the provider reads ${shown(before)} and plans ${shown(after)}`;
}

const shown = (value: unknown) => (value === undefined || value === null || JSON.stringify(value).length === 2 ? "nothing" : JSON.stringify(value).slice(0, 80));
