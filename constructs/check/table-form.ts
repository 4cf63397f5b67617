import { asWritten, type Block, type Member, type Row } from "../../lib/schema/row";
import { isMany } from "../../lib/schema/props";
import * as kind from "./kind";
import type { AnyKind, Field, Form } from "./kind";
import { formOf } from "./form";

const forms = new WeakMap<readonly Member[], Form>();

/** What props may say, by the table, and beside it. */
export function formOfTable(members: readonly Member[], options: Form): Form {
  const known = forms.get(members) ?? formOf(new Map([...fieldsOf(members), ...options.fields]));
  forms.set(members, known);
  return known;
}

function fieldsOf(members: readonly Member[]): ReadonlyMap<string, Field> {
  const said = members.map(asWritten).filter(({ prop, terraform }) => prop !== null && terraform !== null);
  const besides = besideIn(said);
  return new Map(said.flatMap((member): readonly (readonly [string, Field])[] => {
    if (member.kind === "row") return [[member.prop!, fieldOf(member)]];
    if (member.flat) return [...fieldsOf(member.rows)];
    if (member.beside !== undefined) return [];
    return [[member.prop!, { words: wordsOfBlock(member), kind: kindOfBlock(member, besides.filter(({ beside }) => beside === member.prop)) }]];
  }));
}

/** The blocks that is beside another list. */
const besideIn = (members: readonly Member[]): readonly Block[] =>
  members.flatMap((member) => (member.kind === "row" ? [] : member.beside !== undefined ? [member] : member.flat ? besideIn(member.rows) : []));

function kindOfBlock(block: Block, besides: readonly Block[]): AnyKind {
  const fields = new Map([block, ...besides].flatMap(({ rows }) => [...fieldsOf(rows)]));
  const object = kind.object(formOf(fields), block.short === undefined ? undefined : fields.get(block.short)?.kind);
  return isMany(block) && block.listed !== true ? kind.listOf(object, "objects") : object;
}

const wordsOf = ({ terraform, pve }: Row) => [terraform!, ...(typeof pve === "string" && pve !== "" ? [pve.split("/").at(-1)!] : [])];

/** `net`, `rootfs`: the keys of Proxmox VE that a block is read from. */
const wordsOfBlock = ({ terraform, from }: Block) => [terraform!, ...(from?.is === "key" ? [from.key] : from?.is === "numbered" ? from.families : [])];

const fieldOf = (row: Row): Field => ({ kind: kindOf(row), words: wordsOf(row), required: row.required === true && row.unsaid === undefined, telling: row.always });

/** The kind of each type that a shape can have. */
const kinds: Readonly<Record<string, AnyKind>> = {
  boolean: kind.flag,
  number: kind.amount,
  string: kind.text,
  "Duration | string": kind.durationOrText,
  "Size | string": kind.sizeOrText,
  "readonly string[]": kind.listOf(kind.text),
  "Readonly<Record<string, string>>": kind.dictionary,
  "INode | string": kind.node,
  "IStorage | string": kind.storage,
  "IBridge | string": kind.bridge,
  "IPool | string": kind.pool,
  "IImage | string": kind.image,
  "readonly (INode | string)[]": kind.listOf(kind.node, "nodes"),
  "readonly (IStorage | string)[]": kind.listOf(kind.storage, "storages"),
  "readonly (IGuest | number)[]": kind.listOf(kind.guest, "guests"),
  "readonly (INode | NodePriority | string)[]": kind.listOf(kind.nodePriority, "nodes"),
  "IVirtualMachine | IContainer | number": kind.guest,
  "IVirtualMachine | IContainer | string": kind.haGuest,
  "readonly (IVirtualMachine | IContainer | string)[]": kind.listOf(kind.haGuest, "guests"),
  "IContainer | number": kind.guest,
  "IVnet | string": kind.vnet,
  "ISdnZone | string": kind.zone,
  "ISdnController | string": kind.controller,
  "ISdnFabric | string": kind.fabric,
  "IAcmeAccount | string": kind.acmeAccount,
  "IAcmeDnsPlugin | string": kind.acmePlugin,
  "IHaGroup | string": kind.haGroup,
  "INetworkInterface | string": kind.networkInterface,
  "readonly (INetworkInterface | string)[]": kind.listOf(kind.networkInterface, "interfaces"),
  "IAclTarget | string": kind.aclTarget,
  "ISecurityGroup | string": kind.securityGroup,
  "IRole | string": kind.role,
  "IUser | string": kind.user,
  "IUserToken | string": kind.token,
  "IGroup | string": kind.group,
  "readonly (IGroup | string)[]": kind.listOf(kind.group, "groups"),
  "IVirtualMachine | number": kind.guest,
  "IMapping | string": kind.mapping,
  "IAddresses | string": kind.addresses,
};

function kindOf(row: Row): AnyKind {
  const { type } = row.shape;
  if (row.secret) return type.startsWith("Readonly<") ? kind.dictionary : kind.secret;
  if (type === "Duration | number") return kind.durationOrNumber(row.unit ?? "seconds");
  if (type === "Size") return kind.sizeIn(row.terraform === "size" ? "gibibytes" : "mebibytes");
  // Which words it may be, the table's own check tells, and which was meant.
  const found = type.startsWith('"') ? kind.text : kinds[type];
  if (found === undefined) throw new Error(`${row.prop}: nothing is known about the type ${type}`);
  const example = exampleOf(row);
  if (example === undefined) return found;
  // The text that stands for a whole device may be anything; a number, or the name of a storage, is what it looks like.
  const isWord = found === kind.text;
  return { ...found, example: (got) => (got !== undefined && !isWord && found.takes(got) ? JSON.stringify(got) : example) };
}

/** A value that the table itself names, as code has it. */
function exampleOf({ shape, accepts, default: preset, says = "" }: Row): string | undefined {
  if (shape.type === "boolean") return "true";
  if (shape.type === "number") return typeof preset === "number" && preset !== 0 ? String(preset) : undefined;
  if (!/^("|string$|I(Bridge|Storage) )/.test(shape.type)) return undefined;
  const [quoted] = /(?<=`)[^`]+(?=`)/.exec(says) ?? [];
  const word = preset || quoted || accepts?.words?.find((one) => one !== "") || /(?<=^")[^"]+/.exec(shape.type)?.[0];
  return typeof word === "string" ? JSON.stringify(word) : undefined;
}
