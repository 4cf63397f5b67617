import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { docsPage, docsPath, schemaFile, schemaPath } from "../../scripts/docs";
import { coveragePage, coveragePath } from "../../scripts/docs/coverage";
import { verbsPage, verbsPath } from "../../scripts/docs/verbs";
import { clusterTables } from "../../lib/schema/cluster/all";
import { commentOf } from "../../scripts/docs/comment";
import { fixture, type Answers } from "../support/fixture";

describe("the page about the constructs", () => {
  it("is what the doc comments say (renew it with npm run docs)", () => {
    expect(readFileSync(docsPath, "utf8")).to.equal(docsPage());
  });

  it("leads to a heading wherever it leads", () => {
    const page = readFileSync(docsPath, "utf8");
    const headings = new Set([...page.matchAll(/^#+ (\w+)/gm)].map(([, name]) => name!.toLowerCase()));
    const links = [...page.matchAll(/\]\(#(\w+)\)/g)].map(([, anchor]) => anchor!);
    expect(links).to.include.members(["virtualmachine", "istorage", "virtualmachinedisk"]);
    expect(links.filter((anchor) => !headings.has(anchor))).to.deep.equal([]);
  });

  it("says of every property what it is", () => {
    const rows = readFileSync(docsPath, "utf8").split("\n").filter((line) => line.startsWith("| `") && line.split(" | ").length > 4);
    expect(rows).to.have.length.above(100);
    expect(rows.filter((row) => row.endsWith(" |  |"))).to.deep.equal([]);
  });
});

describe("the JSON Schema of files of guests", () => {
  it("is what the table says (renew it with npm run docs)", () => {
    expect(readFileSync(schemaPath, "utf8")).to.equal(schemaFile());
    expect(readFileSync(verbsPath, "utf8")).to.equal(verbsPage());
  });
});

describe("the page about what is code", () => {
  it("is what the records of the kinds say (renew it with npm run docs)", () => {
    expect(readFileSync(coveragePath, "utf8")).to.equal(coveragePage());
  });

  it("names every resource type of the provider, with the answer whether an import writes it, and why not", () => {
    const schema = JSON.parse(readFileSync(join(__dirname, "../../provider/schema.json"), "utf8")) as { readonly provider_schemas: Readonly<Record<string, { readonly resource_schemas: object }>> };
    const types = Object.values(schema.provider_schemas).flatMap((one) => Object.keys(one.resource_schemas));
    expect(types.length).to.be.above(100);
    const [, section = ""] = /## Resources of the provider\n([^]*?)\n## /.exec(readFileSync(coveragePath, "utf8")) ?? [];
    const rows = section.split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split(/(?<!\\) ?\| ?/).slice(1, -1));
    const named = rows.flatMap(([names]) => [...names!.matchAll(/`(proxmox_\w+)`/g)].map(([, type]) => type!));
    expect([...named].sort(), "each once, and none that the provider does not have").to.deep.equal([...types].sort());
    for (const [names, object, construct, imported, why] of rows) {
      expect(object, names).not.to.equal("");
      expect(imported, names).to.be.oneOf(["yes", "no"]);
      expect(why === "", `${names!}: a reason where it is not imported`).to.equal(imported === "yes");
      if (imported === "yes") expect(construct, names).to.match(/^`[A-Z]\w+`/);
    }
    // What an import really wrote of the recorded cluster is among those that are imported.
    const imports = new Set(rows.flatMap(([names, , , imported]) => (imported === "yes" ? [...names!.matchAll(/`(\w+)`/g)].map(([, type]) => type!) : [])));
    for (const { terraform } of clusterTables) expect(imports.has(terraform), terraform).to.equal(true);
  });

  it("names every object that Proxmox VE 9.2 has answered for", () => {
    const addresses = ["cluster-b.json", "cluster-c.json"].flatMap((name) => Object.entries(fixture<{ readonly http: Answers }>(name).http).flatMap(([address, { status }]) => (status === 200 || status === 403 ? [address.replace(/\?.*$/, "")] : [])));
    const page = readFileSync(coveragePath, "utf8");
    const named = [...page.matchAll(/`(\/[^`]*)`/g)].map(([, at]) => at!);
    // What is below a guest is named by itself.
    const end = (at: string) => (/^\/nodes\/.*\/(qemu|lxc)$/.test(at) ? "(/\\d+(/config|/cloudinit)?)?$" : at === "/nodes" ? "$" : "(/|$)");
    const below = (address: string, at: string) => new RegExp(`^${at.replace(/\{\w+\}/g, "[^/]+").replaceAll(".", "\\.")}${end(at)}`).test(address);
    const missing = addresses.filter((address) => !isIndex(address, addresses) && !named.some((at) => below(address, at)));
    expect(addresses.length).to.be.above(1000);
    expect([...new Set(missing)]).to.deep.equal([]);
  });
});

/** Addresses that only say which others are below them. */
const isIndex = (address: string, all: readonly string[]) => address === "/" || /^\/nodes\/[^/]+$/.test(address) || (address.split("/").length < 4 || /\/firewall$/.test(address) || /\/endpoints/.test(address) || /\/sdn\/fabrics/.test(address) ? all.some((one) => one.startsWith(`${address}/`)) || /\/firewall$/.test(address) : false);

describe("a doc comment", () => {
  it("is taken apart into its words", () => {
    const tags = [{ name: "default", text: [{ kind: "text", text: "- the lowest | free one." }] }];
    expect(commentOf("Number in\nthe cluster: 1.5 < 2. Proxmox VE: `vmid`. Terraform: `a.b`, `c`.", tags)).to.deep.equal({
      text: "Number in the cluster: 1.5 &lt; 2.",
      paragraphs: "Number in\nthe cluster: 1.5 < 2.",
      pve: "`vmid`",
      terraform: "`a.b`, `c`",
      preset: "- the lowest | free one",
    });
    expect(commentOf("Plain.", [])).to.deep.include({ text: "Plain.", pve: "", terraform: "", preset: "- none" });
  });
});
