// Installs and builds what is missing, so that `npm test` and `npm run demo` work in a fresh clone. Plain Node: nothing is there yet.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { step } from "./step.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

try {
  if (!isInstalled()) await step("install", install);
  await import("./build.mjs");
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Compares what npm says it installed with what the lock file asks for; optional packages may be missing. */
function isInstalled() {
  const installed = packagesIn("node_modules/.package-lock.json");
  return Object.entries(packagesIn("package-lock.json")).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
}

function packagesIn(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

function install() {
  const npm = process.env.npm_execpath;
  const args = ["ci", "--loglevel=error", "--no-progress"];
  const options = { cwd: root, stdio: ["ignore", "pipe", "pipe"] };
  // Under npm its own script is known; without it Windows finds npm only through a shell.
  const child = npm === undefined ? spawn(["npm", ...args].join(" "), { ...options, shell: true }) : spawn(process.execPath, [npm, ...args], options);
  const said = [];
  child.stdout.on("data", (chunk) => said.push(chunk));
  child.stderr.on("data", (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`npm ci failed\n${Buffer.concat(said)}`))));
  });
}
