// Writes dist-constructs: the package pmpc-constructs, which has the constructs of pmpc and no dependency but its peers.
// It is a projection of dist, byte for byte, so both packages can only behave the same.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "dist-constructs");
const name = "pmpc-constructs";

/** What people import: the constructs, what tests them, and every resource of the provider on its own. */
const entries = () => ["dist/constructs/index", "dist/constructs/testing/index", ...readdirSync(join(root, "dist/constructs/imports")).map((folder) => `dist/constructs/imports/${folder}/index`)];

export function writeConstructsPackage() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const file of filesBehind(entries())) copy(file);
  copy("LICENSE");
  cpSync(join(root, "scripts/constructs-package/README.md"), join(target, "README.md"));
  for (const file of documents()) copy(file, renamed);
  writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
}

/** Everything that some modules load, with their declarations. */
function filesBehind(modules) {
  const found = new Set();
  const pending = modules.flatMap((module) => [`${module}.js`, `${module}.d.ts`]);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file) || !existsSync(join(root, file))) continue;
    found.add(file);
    for (const [, path] of readFileSync(join(root, file), "utf8").matchAll(/(?:require\(|from |import\()["'](\.[^"']*)["']/g)) {
      const module = join(dirname(file), path);
      pending.push(...[".js", ".d.ts", "/index.js", "/index.d.ts"].map((end) => module.replace(/\.js$/, "") + end));
    }
  }
  return found;
}

function documents() {
  const examples = readdirSync(join(root, "examples"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return ["docs/constructs.md", ...examples.map(({ parentPath, name }) => relative(root, join(parentPath, name)))];
}

/** A text about pmpc, as somebody reads it who has only the constructs. */
const renamed = (text) => text.replace(/"pmpc(?=["/])/g, `"${name}`).replace(/`pmpc\/provider/g, `\`${name}/provider`);

function copy(file, change = (text) => text) {
  const path = join(target, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, change(readFileSync(join(root, file), "utf8")));
}

function manifest() {
  const { version, license, repository, homepage, bugs, keywords, type, engines, main, types, exports, typesVersions, peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { cdktf, constructs } = peerDependencies;
  return {
    name,
    version,
    description: "Constructs for Proxmox VE in CDK for Terraform: typed virtual machines and containers, without the command line of pmpc.",
    license,
    repository,
    homepage,
    bugs,
    keywords: keywords.filter((word) => word !== "ansible"),
    type,
    engines,
    main,
    types,
    exports,
    typesVersions,
    files: ["dist", "docs", "examples"],
    peerDependencies: { cdktf, constructs },
  };
}
