import { Token, Tokenization, TerraformStack, type TerraformResource, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { idOf } from "./construct-id";
import { clusterTableOf } from "../lib/schema/cluster/all";
import { withName, type ClusterTable } from "../lib/schema/cluster/table";
import { kinds } from "../lib/schema/kind/all";
import { printImport } from "../lib/schema/kind/kinds";
import { toTerraform, type Props } from "../lib/schema/props";
import { Ledger } from "./check/ledger";
import { constructsIn, tokensIn } from "./check/place";
import { formOfKinds, type Kinds } from "./check/form";
import { decided, flag, listOf, text, type Form } from "./check/kind";
import { soundProps, type Said } from "./check/sound";
import { formOfTable } from "./check/table-form";
import { checkValues } from "./check/value";
import { defaultProvider } from "./check/reach";
import { problemsOfRights } from "./check/rights";
import { referable } from "./creation-stack";
import { rolled, unrolled, type Unrolled } from "./dynamic";
import { provider, reached, removalPolicy, type ManagedOptions } from "./managed";
import { literal } from "./expression";
import { nameFromPath } from "./scope";
import { StateBlocks } from "./state-blocks";
import { ignoredPaths, toBinding } from "./terraform";
import { ignoring, unknownIgnored } from "./check/ignored";
import { isToken } from "./token";

/** What every construct of the cluster takes besides its own properties. */
export interface ClusterOptions extends ManagedOptions {
  /**
   * Takes what exists into the state at the next apply, instead of making it. Once that is applied the line may go.
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * Properties whose differences Terraform leaves alone, by prop or in Terraform's words.
   * @default - none
   */
  readonly ignoreChanges?: readonly string[];
}

const common = { adopt: decided(flag), ignoreChanges: decided(listOf(text)), removalPolicy, provider };
const options = formOfKinds<ClusterOptions>(common);

/** The same with options of a construct's own. */
export const optionsWith = <P extends ClusterOptions>(own: Kinds<Omit<P, keyof ClusterOptions>>): Form => formOfKinds<P>({ ...own, ...common } as unknown as Kinds<P>);

/** A resource of the provider, as its binding makes it. */
export type BindingClass<R extends TerraformResource> = new (scope: Construct, id: string, config: never) => R;

/** The table of a resource type that constructs say. */
export const tableOf = (terraform: string): ClusterTable => clusterTableOf(terraform)!;

/**
 * Something of the cluster that is not a guest, by the table: its props become the provider's resource, are checked before the app is
 * synthesised, and stand for what exists where `adopt` says so.
 */
export abstract class ClusterResource<P extends object, R extends TerraformResource> extends Construct {
  /** The provider's resource underneath. */
  readonly resource: R;
  /** What was said, with the construct's id where the name was left out. */
  protected readonly said: P;
  /** It was there before the code. */
  protected readonly exists: boolean;
  /** @internal The lists that iterators make: each has one element in what is said. */
  protected readonly lists: Unrolled<P & ClusterOptions>;

  constructor(scope: Construct, id: string, given: P & ClusterOptions, table: ClusterTable, Binding: BindingClass<R>) {
    super(scope, idOf(new.target.name, scope, id));
    const all = formOfTable(table.rows, this.ownOptions);
    this.lists = unrolled<P & ClusterOptions>(table, given, this.ownLists);
    const { props: sound, problems: wrong } = soundProps(all, this.lists.props);
    const problems = [...this.lists.problems, ...wrong];
    const props = reached(this, all, sound);
    const { adopt = false, ignoreChanges = [], removalPolicy: policy = table.policy, provider: by, ...own } = props;
    // Two copies of the package may be loaded, so the stack is known by what it says.
    const exists = adopt || (TerraformStack.of(this) as { readonly adopted?: boolean }).adopted === true;
    const said = this.inTable(withName(table, own as Props, exists ? id : nameFromPath(this)));
    this.said = said as P;
    this.exists = exists;
    const lifecycle = lifecycleOf(policy, ignoredPaths(table, ignoreChanges));
    this.resource = referable(() => new Binding(this, "Default", { ...toBinding(table, said).config, ...rolled(table, said, this.lists), provider: by, lifecycle } as never));
    if (adopt) this.adopt(table, said);
    Ledger.of(this).add({ construct: this, provider: by, exists, losses: problems, names: () => [...constructsIn(own), ...tokensIn(table.rows, said)], problems: () => [...problems, ...checkValues(table.rows, said as Said, exists), ...unknownIgnored(table.rows, this.resource, ignoreChanges), ...(table.rootOnly ? problemsOfRights(["this"], () => by ?? defaultProvider(this)) : []), ...(problems.length > 0 ? [] : this.problems(said as P, exists))] });
  }

  /** What is wrong with props beside each other, as sentences. What exists was taken by Proxmox VE as it is. */
  protected problems(_said: P, _exists: boolean): readonly string[] {
    return [];
  }

  /** What its props may say besides those of the table. */
  protected get ownOptions(): Form {
    return options;
  }

  /** Lists of its own, beside those of the table, that an iterator may make. */
  protected get ownLists(): readonly string[] {
    return [];
  }

  /** Its props in the table's words, where it has others. */
  protected inTable(said: Props): Props {
    return said;
  }

  private adopt(table: ClusterTable, said: Props): void {
    const values = Object.fromEntries(Object.entries(toTerraform(table, said)).map(([name, value]) => [name, inText(value)]));
    const found = kinds.ofTerraform(table.terraform);
    const id = found && kinds.ofValues(table.terraform, values);
    const importId = table.importId?.({ ...said, ...values }) ?? (id && printImport(found.type, id.parts));
    if (importId !== undefined) StateBlocks.of(this).import(this.resource, importId);
  }
}

/** A number of cdktf's as the text that stands for it: between other characters it would be lost. Other text is data. */
const inText = (value: unknown): unknown => (typeof value === "number" && isToken(value) ? Token.asString(Tokenization.reverseNumber(value)) : typeof value === "string" && !isToken(value) ? literal(value) : value);

function lifecycleOf(policy: string, ignored: readonly string[]): TerraformResourceLifecycle | undefined {
  if (policy !== "protect" && ignored.length === 0) return undefined;
  return { ...(policy === "protect" ? { preventDestroy: true } : {}), ...(ignored.length > 0 ? { ignoreChanges: ignoring(ignored) } : {}) };
}
