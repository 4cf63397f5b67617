// The house: who may import whom. Everyone may import its own folder and lib/error; a folder that is not listed, nothing.

/** What the rooms of verbs join: stages that know nothing of one another. */
const stages = ["lib", ...["engine", "source", "operate", "transport", "store", "plan", "emit", "edit", "workspace", "terraform", "audit", "gate", "runner", "simulator", "twin", "caller"].map((stage) => `generator/${stage}`)];

/** Folder (or file) → the folders it may import, those of which it may import types, and its packages. */
const house = {
  "lib/disk.ts": {},
  "lib/conflict-mark.ts": {},
  "lib/pve": {},
  "lib/schema": { folders: ["lib/pve"] },
  "lib/inventory": { folders: ["lib/pve", "lib/schema"] },
  simulator: { folders: ["lib"] },
  constructs: { folders: ["lib/pve", "lib/schema"], packages: ["cdktf", "constructs"] },
  "generator/temporary": { folders: ["generator/workspace/process.ts"] },
  "generator/source": { folders: ["lib", "generator/temporary", "generator/transport"], packages: ["libsql"] },
  "generator/operate": { folders: ["lib", "generator/transport"] },
  "generator/caller": {},
  "generator/transport": { folders: ["lib/pve", "generator/caller", "generator/temporary"], packages: ["got", "agent-base", "https-proxy-agent", "proxy-from-env"] },
  "generator/simulator": { folders: ["lib", "simulator", "generator/temporary", "generator/transport"] },
  "generator/store": { folders: ["lib"], packages: ["typeorm", "libsql", "pg"] },
  "generator/plan": { folders: ["lib"] },
  "generator/emit": { folders: ["lib"], types: ["generator/plan"], packages: ["yaml", "@babel/parser", "@babel/types"] },
  "generator/edit": { packages: ["@babel/parser", "@babel/types", "node-diff3"] },
  "generator/workspace": { folders: ["lib/disk.ts", "lib/conflict-mark.ts", "generator/temporary"] },
  "generator/terraform": { folders: ["lib/pve", "lib/schema", "lib/conflict-mark.ts"], packages: ["sucrase"] },
  "generator/audit": { folders: ["lib", "generator/caller", "generator/workspace"] },
  "generator/twin": { folders: ["lib", "simulator"] },
  "generator/gate": { folders: ["lib", "generator/audit", "generator/caller", "generator/store/hold.ts", "generator/transport", "generator/workspace"] },
  "generator/runner": { folders: ["generator/terraform", "generator/audit", "generator/gate", "generator/store/hold.ts", "generator/temporary", "generator/transport", "generator/workspace"] },
  "generator/engine": { folders: ["lib", "generator/caller"], packages: ["ajv", "fuzzysort"] },
  // The rooms that verbs share, each on those above it.
  "generator/settings": { folders: ["lib", "generator/engine", "generator/workspace"], types: ["generator/emit", "generator/plan", "generator/store"], packages: ["ajv", "yaml"] },
  "generator/session": { folders: [...stages, "generator/settings"] },
  "generator/connect": { folders: [...stages, "generator/settings", "generator/session"] },
  "generator/judge": { folders: [...stages, "generator/settings", "generator/session", "generator/connect"], packages: ["node-diff3"] },
  "generator/revise": { folders: [...stages, "generator/settings", "generator/session"], packages: ["node-diff3", "yaml"] },
  "generator/renew": { folders: [...stages, "generator/settings", "generator/session", "generator/connect", "generator/judge", "generator/revise"] },
  "generator/rehearse": { folders: [...stages, "simulator", "generator/settings", "generator/session", "generator/connect", "generator/judge"], packages: ["node-diff3"] },
  "generator/change": { folders: [...stages, "generator/settings", "generator/session", "generator/connect", "generator/judge", "generator/rehearse"] },
  "generator/creation": { folders: [...stages, "generator/settings", "generator/session", "generator/connect", "generator/revise"], packages: ["yaml", "@babel/types"] },
  "generator/show": { folders: [...stages, "generator/settings", "generator/session"], packages: ["yaml"] },
  "generator/transfer": { folders: [...stages, "generator/settings", "generator/session"], packages: ["yaml"] },
  "generator/support": { folders: [...stages, "generator/settings"] },
  "generator/verdict": { folders: [...stages, "generator/settings", "generator/session", "generator/connect", "generator/judge", "generator/show"], packages: ["yaml"] },
  "generator/tool": { folders: [...stages, "generator/settings", "generator/session", "generator/connect"] },
  "generator/action": { folders: ["lib", "generator"] },
  // Its faces of a verdict quote Markdown as the documents do.
  bin: { folders: ["lib", "generator/caller", "generator/engine", "generator/emit/docs/markdown.ts"], types: ["generator/verdict"], packages: ["yaml", "yargs", "@inquirer/prompts", "wrap-ansi", "string-width", "fastest-levenshtein", "@modelcontextprotocol/server"] },
  examples: { folders: ["constructs/index.ts"], packages: ["cdktf", "constructs"] },
};

/** Folders that exist to reach the world outside the process. */
const reaching = [
  "generator/transport",
  "generator/simulator",
  "generator/store",
  "generator/workspace",
  "generator/temporary",
  "generator/source/files",
  "generator/terraform",
  "generator/audit",
  "generator/gate",
  "generator/runner",
  // The verbs are the files of a folder.
  "generator/engine/listing.ts",
  // Validators are loaded from where the build put them.
  "generator/engine/schema.ts",
  // What was synthesised last tells what has left the code.
  "constructs/last-synthesis.ts",
  "bin",
];
const builtins = ["fs", "child_process", "cluster", "worker_threads", "net", "tls", "http", "https", "http2", "dgram", "dns", "readline", "repl"];
const world = `^(node:)?(${builtins.join("|")})(/promises)?$`;

const everything = "^(lib|simulator|constructs|generator|bin|examples|scripts|test)/";
const within = (path) => `^${path.replaceAll(".", "\\.")}${path.endsWith(".ts") ? "$" : "/"}`;
const ofPackage = (name) => `^(node_modules/|node_modules/@types/|)${name}(/|$)`;
const packages = ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-bundled", "npm-no-pkg", "npm-unknown", "unknown"];

function rulesOf([folder, { folders = [], types = [], packages: allowed = [] }]) {
  const from = { path: within(folder) };
  return [
    {
      name: `${folder}-imports`,
      comment: `${folder} may import ${[...folders, ...types.map((type) => `types of ${type}`), "lib/error"].join(", ")}`,
      severity: "error",
      from,
      to: { path: everything, pathNot: [folder, "lib/error.ts", ...folders, ...types].map(within) },
    },
    {
      name: `${folder}-packages`,
      comment: `${folder} may import ${allowed.join(", ") || "no packages"}`,
      severity: "error",
      from,
      to: { dependencyTypes: packages, pathNot: [everything, "^[.]", ...allowed.map(ofPackage)] },
    },
    ...types.map((type) => ({
      name: `${folder}-types`,
      comment: `${folder} may import only types of ${type}`,
      severity: "error",
      from,
      to: { path: within(type), dependencyTypesNot: ["type-only"] },
    })),
  ];
}

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(house).flatMap(rulesOf),
    {
      name: "unlisted-folder",
      comment: "every folder has a row in the house",
      severity: "error",
      from: { path: "^(lib|simulator|generator|bin|constructs)/", pathNot: Object.keys(house).map(within) },
      to: {},
    },
    {
      name: "world",
      comment: "files, processes and networks are reached only from the folders that exist for it",
      severity: "error",
      from: { path: "^(lib|simulator|constructs|generator|bin|examples)/", pathNot: reaching.map(within) },
      to: { path: world, dependencyTypes: ["core"] },
    },
    {
      name: "verbs",
      comment: "a verb is one file, and needs no other verb; a demo is an import",
      severity: "error",
      from: { path: "^generator/action/", pathNot: "^generator/action/demo[.]ts$" },
      to: { path: "^generator/action/" },
    },
    {
      name: "pure",
      comment: "lib and the simulator do nothing to the world, and take nothing from it: of Node they may use hashes",
      severity: "error",
      from: { path: "^(lib|simulator)/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "no-cycle",
      comment: "modules that need one another are one module",
      severity: "error",
      from: { path: everything },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-type-cycle",
      comment: "nor do types go round, outside the table, whose kinds and rows describe one another; what is loaded late may name who loads it",
      severity: "error",
      from: { path: everything, pathNot: "^lib/schema/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["dynamic-import"] } },
    },
    {
      name: "unresolved",
      comment: "what is imported is there",
      severity: "error",
      from: { path: everything },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^dist/", "^constructs/imports/"] },
    exclude: { path: ["^constructs/imports/", "^test/fixture/", "^test/case/[^/]+/workspace/", "^test/acceptance/package/app/"] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["main", "types"],
    },
  },
};
