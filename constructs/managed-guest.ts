import { Token, type IResolvable, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { idOf } from "./construct-id";
import { isIP } from "../lib/pve/ip";
import { guestKinds } from "../lib/schema/kind/guests";
import { ipv4Config, ipv6Config } from "../lib/schema/pve-format";
import type { GuestTable } from "../lib/schema/row";
import { oneOf, text, type Form } from "./check/kind";
import { soundProps } from "./check/sound";
import { nothingToAdd, unrolled, type Unrolled } from "./dynamic";
import { Grant, type GrantOptions, type IGrantee, type IRole } from "./grant";
import { attributesOfEach, eachGuest, type Attribute, type EachGuest, type IpFamily } from "./guest-address";
import { withDefaults, type Places } from "./guest-defaults";
import { GuestFirewall } from "./guest-firewall";
import { enableHa, type HaOptions } from "./ha";
import type { Haresource } from "./imports/haresource";
import type { Replication } from "./imports/replication";
import { checkManaged, checkSound, checkWord } from "./managed";
import { pathsTo, valuesAt, type PropPath } from "./prop-path";
import type { IBridge, IGuest, INode } from "./reference";
import { replicate, type ReplicationOptions } from "./replicate";
import { toBinding } from "./terraform";
import { withTags, withoutTags } from "./tag-list";
import { isListToken, isToken } from "./token";

const families = oneOf<IpFamily>("ipv4", "ipv6");

/** What the class of a guest is made of. */
interface GuestClass {
  readonly table: GuestTable;
  /** What its props may say. */
  readonly form: Form;
  /** By which one is known across copies of the package. */
  readonly mark: symbol;
}

/** The provider's resource of a guest. */
interface GuestResource extends TerraformResource {
  readonly vmId: number;
  readonly nodeName: string;
  tags: string[];
}

/** The props that every guest has. */
interface GuestProps {
  readonly node: INode | string;
  readonly tags?: readonly string[];
}

/** What virtual machines and containers have in common: who they are, and what others do with them. */
export abstract class ManagedGuest<P extends GuestProps> extends Construct implements IGuest {
  /** The provider's resource underneath. */
  abstract readonly resource: GuestResource;
  /** @internal */
  protected abstract props: P;
  /** @internal */
  protected readonly lists: Unrolled<unknown>;
  private filter?: GuestFirewall;
  private isTold = false;

  /** @internal */
  protected constructor(scope: Construct, id: string, given: object, private readonly own: GuestClass) {
    super(scope, idOf(new.target.name, scope, id));
    Object.defineProperty(this, own.mark, { value: true });
    this.lists = unrolled(own.table, given);
  }

  /** Its number in the cluster. */
  get vmId(): number {
    this.isOne("vmId");
    return Token.asNumber(this.resource.interpolationForAttribute(this.numberAttribute));
  }

  /** Its number, for texts: a number of cdktf is lost between other characters, as in `vm-${vmId}-disk-0`. */
  get vmIdText(): string {
    this.isOne("vmIdText");
    return Token.asString(this.resource.interpolationForAttribute(this.numberAttribute));
  }

  /** What high availability calls it: `vm:101`, `ct:202`. */
  get haId(): string {
    return `${guestKinds[this.own.table.type].haType}:${this.vmIdText}`;
  }

  /** Where rights on it are given: `/vms/101`. */
  get aclPath(): string {
    return `/vms/${this.vmIdText}`;
  }

  /** The node that it is on. */
  get nodeName(): string {
    return this.resource.nodeName;
  }

  /** The addresses that the code says, without their prefix lengths; those that it gets from elsewhere are not among them. */
  get staticAddresses(): readonly string[] {
    // What an iterator makes is known inside of its list only.
    const known = pathsOf(this.own.table).addresses.filter(([list, inner]) => !this.lists.iterators.has(list!.prop) && !this.lists.iterators.has(`${list!.prop}.${inner?.prop}`));
    const said = known.flatMap((path) => valuesAt(this.props, path)) as readonly string[];
    return said.map((address) => address.replace(/\/\d+$/, "")).filter((address) => isToken(address) || isIP(address));
  }

  /** The bridges of its cards, as they were said. */
  get bridges(): readonly (IBridge | string)[] {
    return pathsOf(this.own.table).bridges.flatMap((path) => valuesAt(this.props, path)) as readonly (IBridge | string)[];
  }

  /** Its firewall: `firewall.enable()`. */
  get firewall(): GuestFirewall {
    this.isOne("firewall");
    this.filter ??= new GuestFirewall(this, this.own.table.type, () => this.openCards());
    return this.filter;
  }

  /** One of the guests that it is with `forEach`: for a map its key, for a list the element itself. */
  each(key: string): EachGuest {
    checkWord(this, "each", text, key);
    checkManaged(this, this.resource.forEach === undefined && `each(${JSON.stringify(key)}): forEach is not said, so there is one guest; say its vmId or ipv4Address as they are`);
    const of = attributesOfEach(this.resource, text.takes(key) ? key : "");
    return eachGuest(of, (family) => this.addressIn(of, family));
  }

  /** Adds tags to those that it has. `Tags.of(scope)` does so for many guests. */
  addTags(...tags: readonly string[]): void {
    this.tag(withTags(this.props.tags, tags));
  }

  /** Takes tags away, wherever they come from. `Tags.of(scope)` does so for many guests. */
  removeTags(...tags: readonly string[]): void {
    for (const tag of tags) checkWord(this, "removeTags", text, tag);
    const { tags: said } = this.props;
    if (said !== undefined && (isListToken(said) || said.some((tag) => tags.includes(tag)))) this.tag(withoutTags(said, tags));
  }

  /** Gives rights on it: `grant(user, Role.VM_USER)`. */
  grant(who: IGrantee, role: IRole | string, options: GrantOptions = {}): Grant {
    this.isOne("grant");
    return Grant.on(this, this, who, role, { provider: this.resource.provider, ...options });
  }

  /** Has high availability keep it. Needs a cluster of at least three nodes, and disks that the others reach. */
  enableHa(options: HaOptions = {}): Haresource {
    this.isOne("enableHa");
    return enableHa(this, options);
  }

  /** Has its disks copied to another node, where they lie on ZFS. */
  replicateTo(node: INode | string, options: ReplicationOptions = {}): Replication {
    this.isOne("replicateTo");
    return replicate(this, this.props.node, node, options);
  }

  /** @internal Whether an interface and a family are such; the synthesis says it where not. */
  protected isInterface(interfaceName: string, family: IpFamily): boolean {
    checkWord(this, "addressOf", text, interfaceName);
    checkWord(this, "addressOf", families, family);
    return text.takes(interfaceName) && families.takes(family);
  }

  /** @internal Props with what the cluster of the guest says for all of its guests. */
  protected withDefaults<T extends object>(props: T): T {
    return withDefaults(this, props, pathsOf(this.own.table).places);
  }

  /** @internal Adds an element behind those that a list has. */
  protected add(list: string & keyof P, element: object): void {
    checkManaged(this, this.lists.iterators.has(list) && nothingToAdd(list));
    const before = (this.props[list] ?? []) as readonly object[];
    const { props, problems } = soundProps<Partial<P>>(this.own.form, { node: "", [list]: [...before, element] } as unknown as Partial<P>);
    checkSound(this, problems);
    if (problems.length === 0) this.props = this.withDefaults({ ...this.props, [list]: props[list] });
  }

  /** @internal The attribute of Terraform's that has its number. */
  protected get numberAttribute(): "vm_id" | "id" {
    return "vm_id";
  }

  /** @internal The address of its first card, as an expression of Terraform. */
  protected abstract addressIn(of: Attribute, family: IpFamily): IResolvable;

  /** Has the synthesis tell of what is said of one guest, where it is several. */
  private isOne(what: string): void {
    if (this.resource?.forEach === undefined || this.isTold) return;
    this.isTold = true;
    checkSound(this, [`${what} is of one guest, and forEach makes several; make the guests in a loop, or say each("key").vmId where their numbers are all that is wanted`]);
  }

  private tag(tags: readonly string[]): void {
    const { props, problems } = soundProps<Partial<P>>(this.own.form, { node: "", tags } as unknown as Partial<P>);
    checkSound(this, problems);
    if (problems.length === 0) this.props = { ...this.props, tags: props.tags };
    this.resource.tags = toBinding(this.own.table, this.props).config.tags as string[];
  }

  private openCards(): readonly string[] {
    const lists = pathsOf(this.own.table).bridges.map(([list]) => list!.prop);
    return lists.flatMap((list) => ((this.props as Readonly<Record<string, unknown>>)[list] as readonly { readonly firewall?: boolean }[] | undefined ?? []).flatMap(({ firewall }, at) => (firewall === undefined ? [`${list}[${at}]`] : [])));
  }
}

interface Paths {
  readonly addresses: readonly PropPath[];
  readonly bridges: readonly PropPath[];
  readonly places: Places;
}

const known = new WeakMap<GuestTable, Paths>();

function pathsOf(table: GuestTable): Paths {
  const before = known.get(table);
  if (before !== undefined) return before;
  const { rows } = table;
  const bridges = pathsTo(rows, ({ shape }) => shape.type === "IBridge | string");
  const storages = pathsTo(rows, ({ shape, required }) => shape.type === "IStorage | string" && required !== true);
  const found = {
    addresses: pathsTo(rows, ({ shape: { form } }) => form === ipv4Config || form === ipv6Config),
    bridges,
    places: { storage: storages.map(([device]) => device!.prop), bridge: bridges.map(([device]) => device!.prop) },
  };
  known.set(table, found);
  return found;
}
