import { expect } from "chai";
import { catalog, catalogOf } from "../../../../lib/schema/catalog";
import { providerVersion } from "../../../../lib/schema/provider/bpg";
import { compareVersions, releases } from "../../../../lib/schema/provider/release";
import type { Member } from "../../../../lib/schema/row";
import { recordedGuests } from "../../../support/guests";
import { problemsOf } from "../check";

/** The member at the end of a path: `initialization.ip_config`. */
function find(members: readonly Member[], path: string): Member | undefined {
  const [name, ...rest] = path.split(".");
  const found = members.find(({ terraform }) => terraform === name);
  return rest.length === 0 || found?.kind !== "block" ? found : find(found.rows, rest.join("."));
}

/** Does the work with the table of one release in the place of the one that pmpc writes for. */
function withRelease<T>(version: string, work: () => T): T {
  const tables = catalog as { -readonly [K in keyof typeof catalog]: (typeof catalog)[K] };
  const before = { ...tables };
  Object.assign(tables, catalogOf(version));
  try {
    return work();
  } finally {
    Object.assign(tables, before);
  }
}

describe("the provider's releases", () => {
  it("are columns in order, and the one that pmpc writes for is among them", () => {
    const versions = releases.map(({ version }) => version);
    expect(versions).to.deep.equal([...versions].sort(compareVersions)).and.include(providerVersion);
    expect(["0.9.0", "0.111.1", "0.111.1-dev", "0.111.10", "1.0.0"].map((one) => Math.sign(compareVersions(one, "0.111.1")))).to.deep.equal([-1, 0, 0, 1, 1]);
  });

  it("change what is there, to something else", () => {
    const changes = releases.flatMap(({ version, changes: kinds }) =>
      (["qemu", "lxc"] as const).flatMap((type) => Object.entries(kinds[type]).flatMap(([path, facts]) => Object.entries(facts).map(([fact, value]) => ({ version, type, path, fact, value: value as unknown })))),
    );
    expect(changes).to.have.lengthOf.above(0);
    for (const { version, type, path, fact, value } of changes) {
      const before = releases[releases.findIndex((release) => release.version === version) - 1]?.version ?? "0";
      expect(find(catalogOf(before)[type].rows, path), path).to.be.an("object").and.not.deep.include({ [fact]: value });
      expect(find(catalogOf(version)[type].rows, path)).to.deep.include({ [fact]: value });
      expect(find(catalogOf("999.0.0")[type].rows, path)).to.have.property(fact);
    }
  });

  for (const { version } of releases) {
    it(`agree with what was recorded: ${version}`, () => {
      const problems = withRelease(version, () => recordedGuests.flatMap((one) => problemsOf(one).map((problem) => `${one.name}: ${problem}`)));
      expect(problems).to.deep.equal([]);
    });
  }
});
