import { expect } from "chai";
import * as all from "../../constructs/index";
import { Container, Duration, ProxmoxStack, Size, VirtualMachine } from "../../constructs/index";
import { catalog } from "../../lib/schema/catalog";
import { clusterTables } from "../../lib/schema/cluster/all";
import { isMany } from "../../lib/schema/props";
import { asWritten, type Member, type Row } from "../../lib/schema/row";
import { schema } from "../support/terraform";
import { synthesise } from "../support/synthesis";

interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, { readonly type?: unknown; readonly optional?: boolean; readonly required?: boolean; readonly computed?: boolean; readonly nested_type?: SchemaBlock }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: SchemaBlock }>>;
}

/** Everything that a configuration may say of a resource: `cpu.cores`. */
function pathsOf({ attributes = {}, block_types = {} }: SchemaBlock, path = ""): string[] {
  const own = Object.entries(attributes).flatMap(([name, { type, optional, required, nested_type: nested }]) => {
    if (nested !== undefined && (optional || required)) return pathsOf(nested, `${path}${name}.`);
    const [, [, members] = []] = (Array.isArray(type) && Array.isArray(type[1]) && type[1][0] === "object" ? type : []) as [string, [string, object]?];
    if (members !== undefined) return Object.keys(members).map((inner) => `${path}${name}.${inner}`);
    return optional || required ? [path + name] : [];
  });
  return [...own, ...Object.entries(block_types).flatMap(([name, { block }]) => pathsOf(block, `${path}${name}.`))];
}

const granted = Object.fromEntries(["path", "propagate", "role_id"].map((name) => [`acl.${name}`, "rights are resources of their own: `grant`"]));

/** What is no prop, and why. */
const unsaid: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  proxmox_virtual_environment_vm: {
    "id": "the provider's own",
    "mac_addresses": "an answer; a card's macAddress says it",
    "timeout_move_disk": "deprecated by the provider",
    "cdrom.enabled": "deprecated by the provider",
    "audio_device.enabled": "a card that is not there is left out",
    "network_device.enabled": "deprecated by the provider",
  },
  proxmox_virtual_environment_container: {
    "id": "the provider's own",
    "pool_id": "`pool` is a membership: the provider forgets the pool of a container",
    "timeout_start": "deprecated by the provider",
    "initialization.dns.server": "deprecated by the provider",
    "network_interface.enabled": "a card that is not there is left out",
  },
  proxmox_virtual_environment_pool: Object.fromEntries(["datastore_id", "id", "node_name", "type", "vm_id"].map((name) => [`members.${name}`, "an answer; memberships are resources of their own"])),
  proxmox_virtual_environment_group: granted,
  proxmox_virtual_environment_user: granted,
  proxmox_virtual_environment_hosts: { "entries.address": "an answer", "entries.hostnames": "an answer" },
};

/** Props that say something of every row, whatever it means. */
function everything(members: readonly Member[], all: Record<string, unknown> = {}, top = all): Record<string, unknown> {
  for (const named of members) {
    const member = asWritten(named);
    if (member.prop === null || member.terraform === null) continue;
    if (member.kind === "row") all[member.prop] = sample(member);
    else if (member.flat) everything(member.rows, all, top);
    else if (member.beside !== undefined) Object.assign((top[member.beside] as object[])[0]!, everything(member.rows, {}, top));
    else all[member.prop] = isMany(member) && member.listed !== true ? [everything(member.rows, {}, top)] : everything(member.rows, {}, top);
  }
  return all;
}

function sample({ shape, prop }: Row): unknown {
  const { type } = shape;
  if (type.startsWith("Size")) return Size.gibibytes(4);
  if (type.startsWith("Duration")) return Duration.seconds(7);
  if (type === "boolean") return true;
  if (type.endsWith("number")) return 101;
  if (/^readonly \(IGuest/.test(type)) return [101];
  if (type.startsWith("readonly")) return ["x"];
  return type.startsWith("Readonly") ? { X: "y" } : prop === "interface" ? "scsi0" : "x";
}

/** The paths that a synthesised resource says. `whole` are those whose own keys are the user's. */
function said(value: unknown, path = "", whole: readonly string[] = ["environment_variables"]): string[] {
  if (whole.includes(path.slice(1))) return [path.slice(1)];
  if (Array.isArray(value) && typeof value[0] === "object") return value.flatMap((one) => said(one, path, whole));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value === null ? [] : [path.slice(1)];
  return Object.entries(value).flatMap(([key, inner]) => said(inner, `${path}.${key}`, whole));
}

describe("every attribute of the provider's guests", () => {
  for (const [construct, table] of [[VirtualMachine, catalog.qemu], [Container, catalog.lxc]] as const) {
    it(`is said by a prop of ${table.construct}, or has a reason`, () => {
      const { home } = synthesise((app) => void new construct(new ProxmoxStack(app, "home"), "web", everything(table.rows) as never));
      const { "//": _, lifecycle: __, ...written } = JSON.parse(home!).resource[table.terraform].web;
      const declared = pathsOf((schema.resource_schemas as unknown as Record<string, { block: SchemaBlock }>)[table.terraform]!.block);
      expect([...said(written), ...Object.keys(unsaid[table.terraform]!)]).to.have.members(declared);
    });
  }
});

/** What the provider fills in, as the table has it. */
const filledIn = (rows: readonly Member[]) => rows.flatMap((row) => (row.kind === "row" && row.output ? [row.terraform!] : []));

/** A second way to say a secret, which older releases of Terraform refuse. */
const isWriteOnly = /_wo(_version)?$/;

describe("every attribute of what else the provider makes of a cluster", () => {
  for (const { construct, terraform, rows } of clusterTables) {
    it(`is said by a prop of ${construct}, or has a reason: ${terraform}`, () => {
      const make = (all as unknown as Readonly<Record<string, new (scope: ProxmoxStack, id: string, props: object) => object>>)[construct]!;
      const { home } = synthesise((app) => void new make(new ProxmoxStack(app, "home"), "one", everything(rows)));
      const { "//": _, lifecycle: __, depends_on: ___, ...written } = JSON.parse(home!).resource[terraform].one;
      const declared = pathsOf((schema.resource_schemas as unknown as Record<string, { block: SchemaBlock }>)[terraform]!.block);
      const paths = said(written, "", declared);
      const byItself = [...filledIn(rows), "id"].filter((name) => !paths.includes(name));
      expect([...paths, ...Object.keys(unsaid[terraform] ?? {})]).to.have.members(declared.filter((one) => !byItself.includes(one) && !isWriteOnly.test(one)));
    });
  }
});
