import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import type { Scenario } from "../../simulator/scenario";
import { randomCluster } from "../lib/schema/random-guest";
import { install, newFolder, paths, reach, remove, report, synthesise } from "./command";

const clusters: readonly (readonly [title: string, scenario: string | (() => Scenario)])[] = [
  ["every odd corner", "odd-corners"],
  ["a cluster of random guests", () => ({ name: "random", files: randomCluster(24, 7) })],
];

describe("a project whose guests were adopted", () => {
  for (const [title, scenario] of clusters) {
    it(`takes the guests of ${title} as they are, without the word for the import, too`, async () => {
      const folder = newFolder();
      const simulator = await startSimulator({ scenario: typeof scenario === "string" ? scenario : scenario() });
      try {
        await report(["import", ...reach(simulator, simulator.tokens.root), "--out", folder], folder);
        const guests = paths(folder).filter((path) => path.startsWith("guests/"));
        const settled = guests.map((path) => readFileSync(join(folder, path), "utf8").replace(/^ *adopt: true,\n/gm, ""));
        guests.forEach((path, at) => writeFileSync(join(folder, path), settled[at]!));
        install(folder, { tsx: false });
        const stack = readFileSync(join(await synthesise(folder), "cdk.tf.json"), "utf8");
        expect(settled.join("").match(/\n {2}new /g)).to.have.lengthOf.above(15);
        expect(stack).not.to.contain('"import"');
      } finally {
        await simulator.close();
        remove(folder);
      }
    });
  }
});
