import { expect } from "chai";
import { planCluster } from "../../../generator/plan/cluster";
import type { Observation } from "../../../lib/inventory/document";
import { readInventory, type Inventory } from "../../../lib/inventory/inventory";
import type { Resource } from "../../../lib/inventory/resource";
import { kindsInScope } from "../../../lib/schema/kind/scope";
import { serveClusterC } from "../../support/cluster-c";
import { changed, leaves, others } from "../../support/cluster-objects";
import { fixture, type Answers } from "../../support/fixture";
import { importFrom } from "../../support/imported";
import { tokens } from "../../support/recorded-server";

type Json = Readonly<Record<string, unknown>>;

const answersOf = (name: string) => Object.entries(fixture<{ readonly http: Answers }>(name).http).flatMap(([address, { status, body }]) => (status === 200 ? [[decodeURI(address), body?.data] as const] : []));

/** All that is planned of one thing: its code, its notes, and what the report says of it. */
function told(inventory: Inventory, resource: Resource): string {
  const nothing = new Map<never, never>();
  const alone = { ...inventory, pools: [], resources: new Map([[resource.key, resource]]) };
  const { files, resources } = planCluster({ inventory: alone, kinds: kindsInScope("all"), remembered: nothing, own: new Set(), taken: new Set(), findings: nothing, released: new Set(), forgotten: nothing, asideBefore: nothing });
  return JSON.stringify([files.map(({ entries }) => entries), resources]);
}

/** What nobody sets, or what is said elsewhere as well: by thing, and by setting. */
const records: readonly { readonly of: RegExp; readonly setting: RegExp; readonly why: string }[] = [
  { of: /./, setting: /^digest$/, why: "a checksum" },
  { of: /./, setting: /^(active|exists|priority|order|families \d+|altnames \d+|link-type|next-run|last-run|status)$/, why: "it is of the moment, or its place in a file" },
  { of: /^(role\/(Administrator|NoAccess|PVE\w+)|sdn-ipam\/pve|acme-plugin\/standalone)$/, setting: /./, why: "Proxmox VE has it built in" },
  { of: /(rules|security-group)\//, setting: /^list \d+ pos$/, why: "its place in the list" },
  { of: /^group\//, setting: /^members /, why: "each user says its groups" },
  { of: /^ha-resource\//, setting: /^type$/, why: "its name has it" },
  { of: /^replication\//, setting: /^(guest|jobnum)$/, why: "its name has them" },
  { of: /^replication\//, setting: /^source$/, why: "the guest is there" },
  { of: /^(vnet|subnet|\w+-mapping|backup-job)\//, setting: /^type$/, why: "there is one type" },
  { of: /^(zone|vnet|subnet)\//, setting: /^pending /, why: "of what is new, all waits, and its settings are said" },
  { of: /^storage\/(nas|office|pbs)/, setting: /^shared$/, why: "a storage of this type always is" },
];

/** Values that may be otherwise without anything of what is told being otherwise. */
function untold(inventory: Inventory, resource: Resource): readonly string[] {
  const document = resource.config ?? resource.row;
  const before = told(inventory, resource);
  const isTold = (path: readonly (string | number)[], value: unknown) =>
    [...others(value)].some((other) => {
      const now = changed(document, path, other) as Json;
      return told(inventory, { ...resource, ...(resource.config === undefined ? { row: now } : { config: now }) }) !== before;
    });
  return [...leaves(document)].flatMap(([path, value]) => {
    const setting = path.join(" ");
    const isName = path.length === 1 && resource.key.split(/[/!]/).includes(String(value));
    return isName || records.some((one) => one.of.test(resource.key) && one.setting.test(setting)) || isTold(path, value) ? [] : [`${resource.key}: ${setting} = ${JSON.stringify(value)}`];
  });
}

describe("every value that Proxmox VE answers of what is no guest", () => {
  for (const name of ["cluster-c.json", "cluster-b.json"]) {
    it(`is in the code, in a note, or in the report: ${name}`, () => {
      const inventory = readInventory({ documents: new Map(answersOf(name)), unreadable: new Map() } as unknown as Observation);
      const wanted = new Set(kindsInScope("all").map(({ prefix }) => prefix));
      const all = [...inventory.resources.values()].filter(({ kind }) => wanted.has(kind.prefix));
      expect(all).to.have.lengthOf.above(30);
      expect(all.flatMap((one) => untold(inventory, one)).join("\n")).to.equal("");
    });
  }

  it("is there in an import's own words, also where all of a thing is left to Proxmox VE; no secret is", async () => {
    const secret = /^(header|token|key|url|encryption-key)$/;
    const settings = /^\/(storage|access\/domains|cluster\/(notifications\/(endpoints\/\w+|matchers)|qemu\/custom-cpu-models|jobs\/realm-sync|sdn\/(controllers|ipams|dns|zones|fabrics\/fabric)|mapping\/\w+|firewall\/aliases|sdn\/vnets\/\w+\/firewall\/\w+)|nodes\/[\w-]+\/network)\/[^/?]+$/;
    const server = await serveClusterC();
    const imported = await importFrom(undefined, { endpoint: server.url, apiToken: tokens.full, fingerprint: server.fingerprint256, scope: "all" });
    try {
      const plain = (text: string) => text.replace(/[\\`\s]+/g, " ");
      const all = [...imported.files].filter(([path]) => /^(cluster|docs)\//.test(path)).map(([, text]) => plain(text)).join("\n");
      // Of some, code says the parts by other names; others are those that Proxmox VE has built in, cards that nobody has set, or whose class says the type.
      const isThere = (value: string) => all.includes(plain(value)) || value.split(/[\s,;:]+/).every((word) => all.includes(word.replace(/^[\w-]+=/, "")));
      const known = answersOf("cluster-c.json").filter(([address, body]) => settings.test(address) && !Array.isArray(body) && (body as Json).origin !== "builtin" && !/standalone|running/.test(address) && (body as Json).type !== "eth");
      expect(known).to.have.lengthOf.above(100);
      const missing = known.flatMap(([address, body]) => [...leaves(body)].flatMap(([path, value]) => (typeof value !== "string" || path[0] === "type" || records.some(({ of, setting }) => of.source === "." && setting.test(path.join(" "))) || secret.test(String(path[0])) || isThere(value) ? [] : [`${address}: ${path.join(" ")} = ${value}`])));
      expect(missing.join("\n")).to.equal("");
      const report = imported.files.get("docs/import-report.md");
      expect(report).to.include("`url **********`").and.include("| realm corp-ad |");
      expect(report).not.to.match(/chat\.example\.net\/hook|YXBwbGljYXRpb24vanNvbg/);
    } finally {
      imported.remove();
      await server.close();
    }
  });
});
