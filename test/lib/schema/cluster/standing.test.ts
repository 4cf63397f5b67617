import { expect } from "chai";
import { standingsOfDocument } from "../../../../lib/schema/cluster/standing";
import type { Document } from "../../../../lib/schema/cluster/table";
import { isAside, writeDocument, type ClusterWriting } from "../../../../lib/schema/cluster/write";
import { sameValue } from "../../../../lib/schema/read-back";
import { changed, leaves, objects, others } from "../../../support/cluster-objects";

const saidOf = ({ config, ignore }: ClusterWriting) => ({ values: config, ignored: ignore.map(({ path }) => path) });

describe("what code says of the cluster, beside what it has", () => {
  for (const { key, table, document } of objects) {
    const writing = writeDocument(table, document) as ClusterWriting;
    // What the provider fills in may be left out: whatever it is then is as the code says.
    const isLeft = (name: string) => !(name in writing.config) && table.rows.some((row) => row.terraform === name && row.kind === "row" && row.computed);
    const isOtherwise = ({ config }: ClusterWriting) => Object.keys({ ...config, ...writing.config }).some((name) => !isLeft(name) && !sameValue(config[name] ?? null, writing.config[name] ?? null));
    const standings = (now: Document) => standingsOfDocument(table, now, saidOf(writing));

    it(`${key}: differs in nothing as it was imported, and in each setting that code says otherwise`, () => {
      expect(standings(document).filter(({ is }) => is === "differs")).to.deep.equal([]);
      const unseen = [...leaves(document)].flatMap(([path, value]) =>
        [...others(value)].flatMap((other) => {
          const now = changed(document, path, other) as Document;
          const otherwise = attempt(() => writeDocument(table, now));
          if (otherwise === undefined || isAside(otherwise) || !isOtherwise(otherwise)) return [];
          return standings(now).some(({ is, code, cluster }) => is === "differs" || (is === "ignored" && code !== cluster)) ? [] : [`${path.join(" ")} = ${JSON.stringify(other)}: ${JSON.stringify(otherwise.config)}`];
        }),
      );
      expect(unseen).to.deep.equal([]);
    });
  }
});

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
