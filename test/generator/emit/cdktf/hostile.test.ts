import { expect } from "chai";
import { parseSource, walk } from "../../../../generator/edit/parse";
import { emitArea } from "../../../../generator/emit/cdktf/area";
import { emitReport } from "../../../../generator/emit/docs/report";
import { buildPlan } from "../../../../generator/plan/build";
import { stackMembers } from "../../../../generator/session/stack-members";
import { readInventory } from "../../../../lib/inventory/inventory";
import { kindsInScope } from "../../../../lib/schema/kind/scope";
import { fixture, type Answers } from "../../../support/fixture";

const { http } = fixture<{ readonly http: Answers }>("cluster-c.json");
const recorded = Object.entries(http).flatMap(([address, { status, body }]) => (status === 200 ? [[decodeURI(address), body?.data] as const] : []));

/** What may break code that holds it, each around a mark that tells it from every other. */
const hostile: readonly ((mark: string) => string)[] = [
  (mark) => `${mark} "double" 'single' \`back\` \\ \\n`,
  (mark) => `\${${mark}} %{${mark}} {{${mark}}}`,
  (mark) => `*/ ${mark} /* // ${mark}`,
  (mark) => `${mark} </script> <!-- | pipe --> \u2028\u2029\u0085`,
  (mark) => `${mark} \u202Eright\u202C \uFEFF é 漢 😀`,
  (mark) => `${mark}\n  });\n}\n// second line`,
  (mark) => `${mark} \${TfToken[TOKEN.0]} #{TfToken[TOKEN.1]}`,
  (mark) => `__proto__ constructor ${mark} import("x"); await 0;`,
];

/** Settings in which people write what they like. */
const free = new Set(["comment", "email", "firstname", "lastname", "alias", "description", "notes-template", "filter", "scopes", "acr-values", "options", "organization", "bucket", "email-from"]);

/** The recorded cluster with hostile texts in all free settings, and what was written where. */
function hostileCluster() {
  const written = new Map<string, string>();
  const spoil = (value: unknown, address: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => spoil(one, address));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typeof inner === "string" && inner !== "" && free.has(name) ? texts(`${name} ${inner}`) : spoil(inner, address)]));
  };
  // The same setting is in a list and in a document of its own.
  const marks = new Map<string, string>();
  const texts = (was: string) => {
    const mark = marks.get(was) ?? marks.set(was, `mark${marks.size}x`).get(was)!;
    const text = hostile[marks.size === 0 ? 0 : Number(/\d+/.exec(mark)![0]) % hostile.length]!(mark);
    written.set(mark, text);
    return text;
  };
  const documents = new Map(recorded.map(([address, body]) => [address, /\/(?:qemu|lxc)\/\d+\/(?!firewall)/.test(address) ? body : spoil(body, address)] as const));
  return { documents, written };
}

describe("a cluster whose texts are hostile", () => {
  const { documents, written } = hostileCluster();
  const inventory = readInventory({ documents, unreadable: new Map() });
  const plan = buildPlan({
    inventory, endpoint: "https://192.0.2.10:8006", groupBy: "node", permissions: undefined, insecure: false, remembered: new Map(), forgotten: [], own: new Map(), kinds: kindsInScope("all"), ownResources: new Set(),
    named: { functions: new Map(), fields: [] }, findings: new Map(), released: new Set(), deleted: new Set(), selection: () => true, asideBefore: new Map(), known: new Map(), members: stackMembers,
  });
  const files = plan.areas.map((area) => emitArea(area, plan));

  it("gives code that parses, with nothing in it but what an import writes", () => {
    expect(files.length).to.be.above(8);
    for (const { path, content } of files) {
      const parsed = parseSource(content);
      expect(parsed, path).not.to.equal(undefined);
      // Imports, and one function.
      expect([...new Set(parsed!.program.body.map(({ type }) => type))], path).to.have.members(["ImportDeclaration", "ExportNamedDeclaration"]);
    }
  });

  it("says each text to the letter, or lists it", () => {
    const strings: string[] = [];
    for (const { content } of files) {
      walk(parseSource(content)!, (node) => {
        if (node.type === "StringLiteral") strings.push(node.value);
        // Lines of a text are in an array.
        if (node.type === "ArrayExpression") strings.push(node.elements.map((one) => (one?.type === "StringLiteral" ? one.value : "")).join("\n"));
      });
    }
    const listed = [emitReport(plan).content, ...files.map(({ content }) => content.split("\n").filter((line) => /^\s*\/\//.test(line)).join("\n"))].join("\n");
    const whole = new Set(strings);
    // Built-in things are references, a token is a thing of its own, what is set aside is listed as a whole, and Proxmox VE itself
    // says what a standard repository is: its handle is all that is somebody's choice.
    const imported = new Set(plan.resources.filter(({ outcome }) => outcome === "imported").map(({ key }) => key));
    const meant = JSON.stringify([...inventory.resources.values()].filter(({ key }) => imported.has(key)).map(({ key, row, config }) => ({ ...(config ?? row), tokens: undefined, ...(key.startsWith("apt-standard-repository/") ? { description: undefined } : {}) })));
    const theirs = [...written].filter(([mark]) => meant.includes(mark));
    const lost = theirs.filter(([mark, text]) => !whole.has(text) && !listed.includes(mark));
    expect(theirs.length).to.be.above(40);
    expect(lost).to.deep.equal([]);
  });
});
