// Which lines of pmpc the tests that need no provider run, in this process and in every one that they start. `npm run coverage -- test/lib/**/*.test.ts` takes only some.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const c8 = join(dirname(resolve("c8/package.json")), "bin/c8.js");
const given = process.argv.slice(2);
const tests = given.length > 0 ? given : ["--ignore", "test/acceptance/**", "--ignore", "test/case/**", "test/**/*.test.ts"];

const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status ?? 1;

// What was built says which lines of the source it is made of, for as long as this takes.
const compiled = run(resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json", "--incremental", "false", "--tsBuildInfoFile", "null", "--inlineSourceMap");
const tested = compiled || run(c8, resolve("mocha/bin/mocha.js"), ...tests);
// The next build compiles all of it again, without the maps.
rmSync(join(root, "dist/.tsbuildinfo"), { force: true });
process.exitCode = tested;
