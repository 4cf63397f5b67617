import { Testing, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { catalog } from "../../lib/schema/catalog";
import { guestKinds } from "../../lib/schema/kind/guests";
import type { GuestType } from "../../lib/pve/address";
import { addressesOfContainer, addressesOfMachine } from "../check/address";
import type { ContainerProps } from "../container";
import type { VirtualMachineProps } from "../virtual-machine";
import { compare, shown } from "./compare";
import type { Expected, GuestRule } from "./expected";
import { fail, lineOf } from "./failure";
import { plainProps, plainValue } from "./plain";
import type { Plain } from "./match";

/** How a template is made. */
export interface TemplateOptions {
  /**
   * Has the stack checked as before every synthesis: a number or an address that is used twice, a value that the provider refuses.
   * @default true
   */
  readonly checks?: boolean;
}

/** In what no two guests are to be the same. */
export type Distinct = "vmId" | "name" | "addresses" | "macAddresses";

/** A guest that the code declares. */
interface Declared {
  readonly type: GuestType;
  /** Its construct's id, with those of the constructs around it: `web`, `k3s/agent-1`. */
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
}

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What a stack says, to be tested. Every expectation that does not hold throws an AssertionError that names what differs.
 *
 * Props are compared as they are written, whichever way: `memory: Size.gibibytes(4)` holds for `{ dedicated: Size.mebibytes(4096) }`. What the
 * code leaves out is not said, even where Proxmox VE has a default for it.
 */
export class Template {
  private constructor(
    private readonly guests: readonly Declared[],
    private readonly resources: Resources,
  ) {}

  /** Synthesises a stack in memory. Throws what is wrong with it, unless `checks` is false. */
  static fromStack(stack: TerraformStack, { checks = true }: TemplateOptions = {}): Template {
    const { resource = {} } = JSON.parse(Testing.synth(stack, checks)) as { readonly resource?: Resources };
    return new Template(guestsIn(stack), resource);
  }

  /** The stack has this virtual machine, and it is at least so. */
  hasVirtualMachine(id: string | number, props: Expected<Omit<VirtualMachineProps, "boot" | "provider">> = {}): void {
    this.has("qemu", id, props);
  }

  /** The stack has this container, and it is at least so. */
  hasContainer(id: string | number, props: Expected<Omit<ContainerProps, "provider">> = {}): void {
    this.has("lxc", id, props);
  }

  /** A resource of this type has at least these attributes, in Terraform's words. */
  hasResource(type: string, attributes: object = {}): void {
    const all = Object.entries(this.resources[type] ?? {});
    const wanted = plainValue(attributes);
    const found = all.map(([name, one]) => ({ name, differences: compare(wanted, one as Plain, "") }));
    if (found.some(({ differences }) => differences.length === 0)) return;
    const [nearest] = [...found].sort((a, b) => a.differences.length - b.differences.length);
    if (nearest === undefined) fail(`no resource of the type ${type} is in the stack`, [`it has ${Object.keys(this.resources).sort().join(", ") || "none at all"}`]);
    fail(`no ${type} is as expected; the nearest is ${nearest.name}:`, nearest.differences.map(lineOf));
  }

  /** The stack has so many virtual machines. */
  virtualMachineCountIs(count: number): void {
    this.countIs("qemu", count);
  }

  /** The stack has so many containers. */
  containerCountIs(count: number): void {
    this.countIs("lxc", count);
  }

  /** The stack has so many resources of a type of Terraform's. */
  resourceCountIs(type: string, count: number): void {
    const names = Object.keys(this.resources[type] ?? {});
    if (names.length !== count) fail(`expected ${count} of ${type}, and the stack has ${names.length}${names.length === 0 ? "" : `: ${names.sort().join(", ")}`}`);
  }

  /** A rule that holds for every virtual machine and every container. */
  everyGuest(rule: GuestRule): void {
    const broken = this.guests.flatMap((guest) => {
      const { name, ...others } = rule as { readonly name?: unknown };
      const wanted = plainProps(guest.type, { ...others, ...(name === undefined ? {} : { [guestKinds[guest.type].nameKey]: name }) });
      return compare(wanted, plainProps(guest.type, guest.props), "").map((one) => `${labelOf(guest)}: ${lineOf(one)}`);
    });
    if (broken.length > 0) fail(`not every guest is as expected:`, broken);
  }

  /** No two guests have the same number, name, address or MAC address. One address may be used in each of several networks. */
  everyGuestDiffersIn(what: Distinct): void {
    const owners = new Map<string, { readonly value: string; readonly guests: Set<string> }>();
    for (const guest of this.guests) {
      for (const { key, value } of claimsOf(guest, what)) {
        const owner = owners.get(key) ?? { value, guests: new Set() };
        owners.set(key, { ...owner, guests: owner.guests.add(labelOf(guest)) });
      }
    }
    const shared = [...owners.values()].filter(({ guests }) => guests.size > 1);
    if (shared.length > 0) fail(`guests share what each is to have alone (${what}):`, shared.map(({ value, guests }) => `${value}: ${[...guests].join(", ")}`));
  }

  /** What Terraform is given, by type and name of the resources. */
  toJSON(): Resources {
    return this.resources;
  }

  private has(type: GuestType, id: string | number, props: object): void {
    const ofKind = this.guests.filter((one) => one.type === type);
    const { word } = guestKinds[type];
    const found = ofKind.find((one) => (typeof id === "number" ? one.props.vmId === id : one.id === id));
    if (found === undefined) fail(`the stack has no ${word.one} ${shown(id)}`, [`it has ${ofKind.map((one) => one.id).join(", ") || "none at all"}`]);
    const differences = compare(plainProps(type, props), plainProps(type, found.props), "");
    if (differences.length > 0) fail(`${labelOf(found)} is not as expected:`, differences.map(lineOf));
  }

  private countIs(type: GuestType, count: number): void {
    const found = this.guests.filter((one) => one.type === type);
    const { word } = guestKinds[type];
    if (found.length !== count) fail(`expected ${count} ${count === 1 ? word.one : word.many}, and the stack has ${found.length}${found.length === 0 ? "" : `: ${found.map(({ id }) => id).join(", ")}`}`);
  }
}

const labelOf = ({ type, id, props: { vmId } }: Declared) => (typeof vmId === "number" ? `${guestKinds[type].word.short} ${vmId} (${id})` : `${guestKinds[type].word.one} ${id}`);

interface Guest extends IConstruct {
  readonly resource: { readonly terraformResourceType: string };
  readonly props: Readonly<Record<string, unknown>>;
}

/** Two copies of the package may be loaded, so a guest is known by its resource. */
function guestsIn(stack: TerraformStack): readonly Declared[] {
  const types = new Map(Object.values(catalog).map(({ terraform, type }) => [terraform, type]));
  return stack.node.findAll().flatMap((construct): Declared[] => {
    const { resource, props } = construct as Partial<Guest>;
    const type = resource === undefined ? undefined : types.get(resource.terraformResourceType);
    return type === undefined || props === undefined ? [] : [{ type, id: construct.node.path.slice(stack.node.path.length + 1), props: { removalPolicy: "protect", ...props } }];
  });
}

function claimsOf({ type, props }: Declared, what: Distinct): readonly { readonly key: string; readonly value: string }[] {
  if (what === "vmId") return typeof props.vmId === "number" ? [{ key: String(props.vmId), value: String(props.vmId) }] : [];
  if (what === "name") {
    const name = props[guestKinds[type].nameKey];
    return typeof name === "string" && name !== "" ? [{ key: name.toLowerCase(), value: name }] : [];
  }
  if (props.sharesAddresses === true || props.template === true) return [];
  const claims = type === "qemu" ? addressesOfMachine(props as never) : addressesOfContainer(props as never);
  return claims.filter(({ key }) => key.startsWith("mac ") === (what === "macAddresses"));
}
