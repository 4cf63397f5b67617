import { expect } from "chai";
import { type App } from "cdktf";
import * as pmpc from "../../../constructs/index";
import { reviseGuest } from "../../../generator/revise/revise";
import { camel } from "../../../lib/schema/setting/find";
import { readSaid } from "../../../generator/revise/options";
import type { GuestType } from "../../../lib/pve/address";
import { catalog } from "../../../lib/schema/catalog";
import { asWritten, type Member } from "../../../lib/schema/row";
import { familyOf, settingsOf, type Setting, type SettingStep } from "../../../lib/schema/setting/setting";
import { readText } from "../../../lib/schema/setting/text";
import { toTerraform, type Props } from "../../../lib/schema/props";
import { isSize } from "../../../lib/schema/shape";
import { samplesOf } from "../../support/sample";
import { plain, runCode } from "../edit/recorded-code";
import { synthesise } from "../../support/synthesis";

const code = new Map([
  ["guests.ts", `import { Container, Size, VirtualMachine } from "pmpc";

export function pve(home: Home): void {
  new VirtualMachine(home, "first", { vmId: 99, node: home.pve, cpu: { cores: 1 } }); // the first

  // The one that changes.
  new VirtualMachine(home, "web", {
    vmId: 100,
    node: "pve",
    // A note at the end.
  });
  new Container(home, "db", {
    vmId: 200,
    node: "pve",
    // A note at the end.
  });

  new Container(home, "last", { vmId: 201, node: home.pve });
}
`],
]);

const element = "the name of an element of the list, which every setting of the element says";
const secret = "a secret: it is a variable of Terraform's, and no option says it";

/** Props that no option sets, and why. */
const unsaid: Readonly<Record<GuestType, Readonly<Record<string, string>>>> = {
  qemu: {
    "disks.interface": element,
    "numaNodes.device": element,
    "pciDevices.slot": element,
    "cloudInit.userAccount.password": secret,
    clone: "it is said by boot, where a guest is made; nobody changes it later",
  },
  lxc: { "userAccount.password": secret },
};

/** One thing that can be said, as an option, and what the props are to be then. */
interface Case {
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly path: readonly SettingStep[];
  readonly value: unknown;
}

const optionOf = (setting: Setting, text: string, number?: number) => ({ [camel(setting.names[0]!)]: setting.is === "device" && setting.series ? [`${number ?? 0}=${text}`] : text });

function casesOf(type: GuestType): Case[] {
  return settingsOf(type).flatMap((setting): Case[] => {
    const title = setting.path.map(({ prop }) => prop).join(".");
    if (setting.is === "value") return [{ title, input: optionOf(setting, samplesOf(setting.row)[0]!), path: setting.path, value: readText(setting.row, samplesOf(setting.row)[0]!) }];
    const { series } = setting;
    const element: SettingStep[] = series === undefined ? [] : [series.by === undefined ? { item: 0 } : { by: series.by, is: `${familyOf(series)}0` }];
    return setting.fields.filter(({ row }) => row.prop !== series?.by).map((field) => {
      const text = samplesOf(field.row)[0]!.replaceAll(",", ";");
      return { title: `${title}.${field.path.map(({ prop }) => prop).join(".")}`, input: optionOf(setting, `${field.words[0]!}=${text}`), path: [...setting.path, ...element, ...field.path], value: readText(field.row, text) };
    });
  });
}

/** The props with one value more, as the code is to say them. */
function withValue(props: unknown, path: readonly SettingStep[], value: unknown, short?: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if ("prop" in step) {
    if (short === step.prop && rest.length === 0 && (typeof props !== "object" || isSize(props))) return value;
    const now = typeof props === "object" && props !== null && !isSize(props) ? (props as object) : props === undefined || short === undefined ? {} : { [short]: props };
    return { ...now, [step.prop]: withValue((now as Record<string, unknown>)[step.prop], rest, value, step.short) };
  }
  const list = (props ?? []) as readonly unknown[];
  const at = "item" in step ? step.item : list.findIndex((one) => (one as Record<string, unknown>)[step.by] === step.is);
  const fresh = "by" in step ? { [step.by]: step.is } : rest.length > 0 && "prop" in rest[0]! && hasName(rest) ? { name: "eth0" } : undefined;
  const element = withValue(at < 0 ? fresh : (list[at] ?? fresh), rest, value, short);
  return at < 0 ? [...list, element] : Object.assign([...list], { [at]: element });
}

let hasName: (path: readonly SettingStep[]) => boolean = () => false;

const nameOnly = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === "object" && one !== null && "kind" in one && "name" in one ? (one as { name: string }).name : one)));

for (const [type, vmId, id] of [["qemu", 100, "web"], ["lxc", 200, "db"]] as const) {
  describe(`every prop of a ${type === "qemu" ? "virtual machine" : "container"}`, () => {
    const cases = casesOf(type).filter(({ title }, at, all) => all.findIndex((one) => one.title === title) === at);

    it("is said by an option, and so set below, but for those that are listed here with a reason", () => {
      const said = new Set(cases.map(({ title }) => title.replace(/^ipConfigs\./, "networkInterfaces.")));
      const missing = leavesOf(catalog[type].rows).filter((leaf) => !said.has(leaf));
      expect(missing.sort()).to.deep.equal(Object.keys(unsaid[type]).sort());
    });

    it("is set exactly there, in the order of the table, and synthesises its value", () => {
      let files: ReadonlyMap<string, string> = code;
      let props: unknown = { vmId, node: "pve" };
      for (const { input, path, value, title } of cases) {
        const before = files.get("guests.ts")!;
        hasName = () => path[0] !== undefined && "prop" in path[0] && path[0].prop === "networkInterfaces";
        props = withValue(props, path, value);
        // A balloon goes with the memory.
        if (title === "memory.dedicated") props = withValue(props, [path[0]!, { prop: "floating", before: [] }], value);
        const { files: changed } = retold(title, () => reviseGuest({ code: files, key: `${type}/${path.length === 1 && title === "vmId" ? vmId : numberOf(before, id)}` as never, type, label: id, names: new Map() }, readSaid(type, input)));
        files = new Map([...files, ...changed]);
        const after = files.get("guests.ts")!;
        const [start, end] = [before.indexOf(`"${id}"`), before.indexOf("});", before.indexOf(`"${id}"`))];
        expect(withoutImport(after).startsWith(withoutImport(before).slice(0, withoutImport(before).indexOf(`"${id}"`))), title).to.equal(true);
        expect(after.endsWith(before.slice(end)), title).to.equal(true);
        expect(start).to.be.greaterThan(0);
        const made = runCode(files, "guests.ts").find((one) => one.id === id)!;
        expect(plain(made.props), title).to.deep.equal(nameOnly(plain(props)));
      }
      const written = Object.keys(runCode(files, "guests.ts").find((one) => one.id === id)!.props);
      expect(written).to.deep.equal(orderOf(type).filter((prop) => written.includes(prop)));
      // What Terraform gets is what the table makes of the values themselves.
      const { ignoreChanges: _, removalPolicy: __, sharesAddresses: ___, pool: ____, ...said } = runCode(files, "guests.ts").find((one) => one.id === id)!.props as Record<string, unknown>;
      const className = catalog[type].construct as "VirtualMachine" | "Container";
      const stacks = synthesise((app: App) => void new pmpc[className](new pmpc.ProxmoxStack(app, "home"), id, said as never));
      const [resource] = Object.values((JSON.parse(stacks.home!) as { resource: Record<string, Record<string, Record<string, unknown>>> }).resource[catalog[type].terraform]!);
      const wanted = toTerraform(catalog[type], nameOnlyProps(props));
      for (const [attribute, value] of Object.entries(plain(wanted) as Record<string, unknown>)) {
        if (attribute !== "pool_id") expect(sameShape(resource![attribute]), attribute).to.deep.equal(sameShape(value));
      }
    });
  });
}

const withoutImport = (text: string) => text.replace(/^import .*\n/, "");
const numberOf = (text: string, id: string) => Number(/vmId: (\d+)/.exec(text.slice(text.indexOf(`"${id}"`)))![1]);
const orderOf = (type: GuestType) => [...new Set(["vmId", "node", ...settingsOf(type).flatMap(({ path }) => path[0]?.prop ?? [])])];

// A block of one is an object, or a list of it; nothing is nothing.
function sameShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 && typeof value[0] === "object" ? sameShape(value[0]) : value.map(sameShape);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0)).map(([key, inner]) => [key, sameShape(inner)]));
}

describe("a word without a name", () => {
  for (const [text, says] of [["0", "dedicated to be 64 to 268435456 MiB"], ["999TiB", "dedicated to be 64 to 268435456 MiB"], ["banana", "NAME=VALUE with one of"]] as const) {
    it(`is not given to another value than the one that it is of: --memory ${text}`, () => {
      expect(() => readSaid("qemu", { memory: text })).to.throw(says);
    });
  }
});

const nameOnlyProps = (props: unknown): Props => {
  const { ignoreChanges: _, removalPolicy: __, sharesAddresses: ___, ...rest } = props as Record<string, unknown>;
  return rest as Props;
};

/** Every prop of the table that code says, by its path. */
function leavesOf(members: readonly Member[], path: readonly string[] = []): string[] {
  return members.map(asWritten).flatMap((one): string[] => {
    if (one.prop === null || one.terraform === null) return [];
    if (one.kind === "row") return one.output ? [] : [[...path, one.prop].join(".")];
    if (one.saidBy !== undefined) return [[...path, one.prop].join(".")];
    if (one.beside !== undefined) return leavesOf(one.rows, [one.beside]);
    return leavesOf(one.rows, one.flat ? path : [...path, one.prop]);
  });
}


function retold<T>(title: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${title}: ${(error as { hint?: string }).hint ?? ""}`, { cause: error });
  }
}
