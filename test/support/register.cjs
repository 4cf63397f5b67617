// Preloaded by mocha: runs TypeScript as it is, line by line. Types are checked by `npm run types`. What tsx does for this takes a thread
// for each process, and maps every stack trace, which for thousands of constructs is a quarter of the time.
const { accessSync, constants, mkdirSync, readFileSync, renameSync, statfsSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { freemem } = require("node:os");
const { dirname, join, sep } = require("node:path");
const { createHash } = require("node:crypto");

const root = join(module.path, "../..");
const [packages, built] = [`${sep}node_modules${sep}`, join(root, "dist") + sep];
const kept = join(root, "node_modules/.cache/test", require("sucrase/package.json").version);

// A certificate of this machine's network is read at the start of every process, for 70 ms. Only npm needs it.
if (process.env.NODE_EXTRA_CA_CERTS !== undefined) {
  process.env.PMPC_TEST_CA_CERTS = process.env.NODE_EXTRA_CA_CERTS;
  delete process.env.NODE_EXTRA_CA_CERTS;
}

// What a test reads of a program has no colours, whatever the terminal or the CI that started it asks for. `CI` is such a wish to picocolors.
for (const name of ["CI", "FORCE_COLOR", "CLICOLOR_FORCE", "MOCHA_COLORS"]) delete process.env[name];

// Tests write and remove a few hundred thousand small files. In memory, where there is plenty, that is a tenth of what they do.
const memory = "/dev/shm";
if (process.env.TMPDIR === undefined && process.platform === "linux" && hasRoom(memory)) process.env.TMPDIR = memory;

/** Whether a folder is in memory (tmpfs), runs programs, and takes 6 GB, which the machine has. */
function hasRoom(folder) {
  try {
    const { type, bavail, bsize } = statfsSync(folder);
    accessSync(folder, constants.W_OK);
    const options = readFileSync("/proc/mounts", "utf8").split("\n").map((line) => line.split(" ")).findLast(([, place]) => place === folder)?.[3];
    return type === 0x01021994 && options !== undefined && !options.split(",").includes("noexec") && Math.min(bavail * bsize, freemem()) > 6e9;
  } catch {
    return false;
  }
}

// What tells which lines were run needs maps: a line becomes a line, but not a letter a letter.
const isCovering = Boolean(process.env.NODE_V8_COVERAGE);
// Mocha ends its processes before they have written down what they ran.
if (isCovering) exports.mochaHooks = { afterAll: () => require("node:v8").takeCoverage() };

/** The text as Node runs it: what this checkout has is kept for the next process. */
function compile(path) {
  const text = readFileSync(path, "utf8");
  if (isCovering || !path.startsWith(root + sep)) return transformed(text, path);
  const place = join(kept, `${createHash("sha1").update(text).digest("hex")}.cjs`);
  try {
    return readFileSync(place, "utf8");
  } catch {
    const code = transformed(text, path);
    mkdirSync(kept, { recursive: true });
    // Several processes do this at once.
    writeFileSync(`${place}.${process.pid}`, code);
    renameSync(`${place}.${process.pid}`, place);
    return code;
  }
}

let transform;
function transformed(text, filePath) {
  transform ??= require("sucrase").transform;
  const options = { transforms: ["typescript", "imports"], disableESTransforms: true, filePath, production: true };
  if (!isCovering) return transform(text, options).code;
  const { code, sourceMap } = transform(text, { ...options, sourceMapOptions: { compiledFilename: filePath } });
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(sourceMap)).toString("base64")}`;
}

// Their order is that in which Node looks: `./raw` is raw.ts, and not raw.json beside it.
const { ".json": json, ".node": native } = Module._extensions;
for (const ending of [".json", ".node"]) delete Module._extensions[ending];
Object.assign(Module._extensions, { ".ts": (module, path) => module._compile(compile(path), path), ".json": json, ".node": native });

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** As tsconfig.json says it: `paths`, and `./late.js` for `./late.ts`. */
function sourceOf(request, from) {
  if (request === "pmpc") return join(root, "constructs/index.ts");
  if (request.startsWith("pmpc/provider/")) return join(root, "constructs/imports", request.slice("pmpc/provider/".length), "index");
  if (request.startsWith(".") && request.endsWith(".js")) {
    const source = join(dirname(from), `${request.slice(0, -3)}.ts`);
    if (isFile(source)) return source;
  }
  return request;
}

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const from = parent?.filename;
  const isOurs = typeof from === "string" && from.endsWith(".ts") && !from.includes(packages) && !from.startsWith(built);
  return resolve.call(this, isOurs ? sourceOf(request, from) : request, parent, ...rest);
};
