import { expect } from "chai";
import type { Observation } from "../../../../lib/inventory/document";
import { readResources } from "../../../../lib/inventory/resource";
import { clusterTableOf } from "../../../../lib/schema/cluster/all";
import { documentOf } from "../../../../lib/schema/cluster/document";
import type { ClusterTable, Document } from "../../../../lib/schema/cluster/table";
import { isAside, writeDocument } from "../../../../lib/schema/cluster/write";
import { kinds } from "../../../../lib/schema/kind/all";
import { terraformTypeOf } from "../../../../lib/schema/kind/kinds";
import { toProps } from "../../../../lib/schema/props";
import { fixture, type Answers } from "../../../support/fixture";

const { http } = fixture<{ readonly http: Answers }>("cluster-c.json");
const documents = new Map(Object.entries(http).flatMap(([address, { status, body }]) => (status === 200 ? [[decodeURI(address), body?.data] as const] : [])));

/** All that is not a guest and has a table, as Proxmox VE answered it. */
const objects = [...readResources({ documents } as unknown as Observation, kinds).values()].flatMap(({ key, kind, parts, row, config }) => {
  const document = documentOf(config ?? row, parts, row);
  const type = terraformTypeOf(kind, document);
  const table = type && clusterTableOf(type.type);
  // What is left to Proxmox VE as a whole is listed as that.
  return table === undefined || isAside(writeDocument(table, document)) ? [] : [{ key, table, document }];
});

/** What a reader of the code and of the report is told of a document. */
function told(table: ClusterTable, document: Document): string {
  const writing = writeDocument(table, document);
  if (isAside(writing)) return JSON.stringify(writing);
  const { config, ignore, secrets, claims, notes } = writing;
  return JSON.stringify([toProps(table, config), ignore, secrets, claims.filter(({ outcome }) => outcome === "notSaid"), notes]);
}

/** A value, and ways to have it otherwise: without it, and with another one of the same type. */
function* others(value: unknown): Generator<unknown> {
  yield undefined;
  if (typeof value === "number") yield value + 7;
  if (value === 0 || value === 1) yield 1 - value;
  if (typeof value === "string") yield /^\d+$/.test(value) ? String(Number(value) + 7) : `${value}7`;
}

type Path = readonly (string | number)[];

function* leaves(value: unknown, path: Path = []): Generator<readonly [Path, unknown]> {
  if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  else if (value !== undefined && value !== null && value !== "") yield [path, value];
}

function changed(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined) return other;
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap((one, at) => (at !== step ? [one] : [changed(one, rest, other)].filter((left) => left !== undefined)));
  const { [step]: inner, ...others } = value as Readonly<Record<string, unknown>>;
  const left = changed(inner, rest, other);
  return left === undefined ? others : { ...others, [step]: left };
}

/** What nobody sets, by the beginning of the keys of objects: Proxmox VE makes it out of what is said elsewhere. */
const ownRecords: Readonly<Record<string, readonly string[]>> = {
  "": ["digest", "type"],
  "storage/nas": ["shared"],
  "storage/office-smb": ["shared"],
  "storage/pbs-": ["shared"],
  "group/": ["members"],
  "replication/": ["guest", "source", "jobnum"],
  "zone/znew": ["pending"],
};
// The place of a rule is its place in the list.
const isPlace = (path: Path) => path[0] === "list" && path.at(-1) === "pos";
const isOwnRecord = (key: string, name: string) => Object.entries(ownRecords).some(([of, names]) => key.startsWith(of) && names.includes(name));

describe("no setting of a recorded cluster is lost in silence", () => {
  it("is asked of many objects of many kinds", () => {
    expect(objects.length).to.be.above(100);
    expect(new Set(objects.map(({ table }) => table.terraform)).size).to.be.above(20);
  });

  for (const { key, table, document } of objects) {
    it(`${key}: with any other value the code, its notes or the report say something else`, () => {
      const before = told(table, document);
      const silent = [...leaves(document)].filter(([path]) => !isOwnRecord(key, String(path[0])) && !isPlace(path)).flatMap(([path, value]) => {
        const ways = [...others(value)].map((other) => {
          try {
            return told(table, changed(document, path, other) as Document) !== before;
          } catch {
            // What cannot be read is not passed over in silence.
            return true;
          }
        });
        return ways.every((is) => !is) ? [`${path.join(" ")} = ${JSON.stringify(value)}`] : [];
      });
      expect(silent).to.deep.equal([]);
    });
  }
});
