import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { readStackCode, nothingAdded, writeAdditions } from "../../../generator/terraform/configuration";
import { layConfiguration } from "../../../generator/terraform/layout";

type Tree = { readonly [name: string]: Tree } | string | readonly unknown[];

describe("the files that Terraform reads", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "pmpc-layout-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = () => readdirSync(folder).filter((name) => name.endsWith(".tf.json"));
  const contentOf = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Tree;
  /** As Terraform puts files together. */
  const together = () => read().filter((name) => !name.endsWith("_override.tf.json")).map(contentOf).reduce(merge, {});
  const lay = (configuration: object) => layConfiguration(folder, JSON.stringify(configuration));

  // Letters of both cases, what Terraform takes for an override, what is longer than a file's name may be.
  const name = fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/), fc.constantFrom("override", "web_override", "Web", "web", "x".repeat(300), "__proto__x"));
  const resources = fc.dictionary(fc.constantFrom("proxmox_virtual_environment_vm", "other_thing"), fc.dictionary(name, fc.record({ vm_id: fc.integer() }), { minKeys: 1 }));

  it("say together what one file would say, each resource for itself", () => {
    fc.assert(
      fc.property(resources, resources, fc.array(name), (resource, data, imported) => {
        const addresses = Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((one) => `${type}.${one}`));
        const blocks = [...addresses.slice(0, 3), ...imported.map((one) => `module.x.${one}`)].map((to) => ({ to, id: "n/1" }));
        const configuration = { terraform: { backend: { local: { path: "x" } } }, resource, data, ...(blocks.length > 0 ? { import: blocks } : {}) };
        lay(configuration);
        const { import: importing = [], ...others } = together() as { import?: readonly { to: string }[] };
        const sorted = (list: readonly { to: string }[]) => [...list].sort((a, b) => (a.to < b.to ? -1 : 1));
        expect(others).to.deep.equal(JSON.parse(JSON.stringify({ ...configuration, resource: nonEmpty(resource), data: nonEmpty(data), import: undefined })));
        expect(sorted(importing)).to.deep.equal(sorted(blocks));
        const lower = read().map((file) => file.toLowerCase());
        expect(new Set(lower).size).to.equal(lower.length);
        expect(lower).to.have.length(1 + addresses.length + Object.values(data).flatMap(Object.keys).length);
        expect(new Set(readStackCode(folder).resources.map(({ address }) => address))).to.deep.equal(new Set(addresses));
      }),
      { numRuns: 25 },
    );
  });

  it("stay as they are where nothing changed, and go with what they were for", () => {
    const before = { resource: { a: { web: { vm_id: 1 }, db: { vm_id: 2 } } } };
    lay(before);
    const past = new Date(1000);
    for (const file of read()) utimesSync(join(folder, file), past, past);
    lay({ resource: { a: { web: { vm_id: 1 }, mail: { vm_id: 3 } } } });
    expect(read()).to.deep.equal(["cdk.a.mail.tf.json", "cdk.a.web.tf.json", "cdk.tf.json"]);
    expect(statSync(join(folder, "cdk.a.web.tf.json")).mtimeMs).to.equal(1000);
  });

  it("of pmpc's additions lie beside, and go with them", () => {
    writeFileSync(join(folder, "pmpc_override.tf.json"), "{}");
    writeAdditions(folder, { imports: [{ to: "a.web", id: "n/1" }], moves: [{ from: "a.b", to: "a.c" }], destroys: ["a.gone"], lifecycles: new Map([["a.Web", { destroy: false }], ["a.web", { destroy: true }]]) });
    expect(together()).to.deep.equal({ import: [{ to: "a.web", id: "n/1" }], moved: [{ from: "a.b", to: "a.c" }], removed: [{ from: "a.gone", lifecycle: { destroy: true } }] });
    const overrides = read().filter((file) => file.endsWith("_override.tf.json")).map(contentOf).reduce(merge, {});
    expect(overrides).to.deep.equal({ resource: { a: { Web: { lifecycle: { destroy: false } }, web: { lifecycle: { destroy: true } } } } });
    writeAdditions(folder, nothingAdded);
    expect(read()).to.deep.equal([]);
  });
});

const nonEmpty = (types: object) => (Object.keys(types).length === 0 ? undefined : types);

function merge(one: Tree, other: Tree): Tree {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  if (typeof one !== "object" || typeof other !== "object") throw new Error("said twice");
  const result: Record<string, Tree> = { ...(one as Record<string, Tree>) };
  for (const [key, value] of Object.entries(other)) result[key] = Object.hasOwn(result, key) ? merge(result[key]!, value as Tree) : (value as Tree);
  return result;
}
