import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { schema } from "../support/terraform";

const imports = join(__dirname, "../../constructs/imports");
const folders = readdirSync(imports, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
const folderOf = (type: string): string => type.replace(/^proxmox_/, "").replaceAll("_", "-");
const shortFolderOf = (type: string): string => folderOf(type.replace("_virtual_environment_", "_"));

describe("bindings", () => {
  it("cover every resource and data source, by its short name where it has one", () => {
    const missing = [
      ...Object.keys(schema.resource_schemas).filter((type) => !folders.includes(folderOf(type)) && !folders.includes(shortFolderOf(type))),
      ...Object.keys(schema.data_source_schemas)
        .map((type) => [`data-proxmox-${folderOf(type)}`, `data-proxmox-${shortFolderOf(type)}`])
        .filter((names) => !names.some((name) => folders.includes(name))),
    ];
    expect(missing).to.deep.equal([]);
    expect(folders).to.include.members(["virtual-environment-vm", "virtual-environment-container", "acl", "vm", "provider"]);
    expect(folders).not.to.include("virtual-environment-acl");
  });

  it("are compiled: a module and its types, and no source", () => {
    for (const folder of folders) expect(readdirSync(join(imports, folder)), folder).to.have.members(["index.js", "index.d.ts"]);
    expect(existsSync(join(imports, "index.js"))).to.equal(false);
  });

  it("load one at a time", () => {
    const script = `require(${JSON.stringify(join(imports, "acl"))}); console.log(JSON.stringify(Object.keys(require.cache)))`;
    const loaded: string[] = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
    expect(loaded.filter((file) => file.startsWith(imports))).to.deep.equal([join(imports, "acl/index.js")]);
  });
});
