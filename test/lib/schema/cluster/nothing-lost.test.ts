import { expect } from "chai";
import type { ClusterTable, Document } from "../../../../lib/schema/cluster/table";
import { isAside, writeDocument } from "../../../../lib/schema/cluster/write";
import { toProps } from "../../../../lib/schema/props";
import { changed, leaves, objects, others, type Path } from "../../../support/cluster-objects";

/** What a reader of the code and of the report is told of a document. */
function told(table: ClusterTable, document: Document): string {
  const writing = writeDocument(table, document);
  if (isAside(writing)) return JSON.stringify(writing);
  const { config, ignore, secrets, claims, notes } = writing;
  return JSON.stringify([toProps(table, config), ignore, secrets, claims.filter(({ outcome }) => outcome === "notSaid"), notes]);
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
