// Types and lint over one program: each alone reads and checks all sources, which takes most of its time.
import { ESLint } from "eslint";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ts = createRequire(import.meta.url)("typescript");
const root = fileURLToPath(new URL("..", import.meta.url));

const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.json"), { incremental: false, tsBuildInfoFile: undefined }, ts.sys);
const program = ts.createProgram({ rootNames: fileNames, options });
const problems = [...errors, ...ts.getPreEmitDiagnostics(program)];
const host = { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => "\n" };
process.stderr.write(ts.formatDiagnostics(problems, host));

const eslint = new ESLint({ cwd: root, overrideConfig: { files: ["**/*.ts"], languageOptions: { parserOptions: { projectService: false, programs: [program] } } } });
const results = await eslint.lintFiles(["."]);
process.stdout.write(await (await eslint.loadFormatter("stylish")).format(results));
if (problems.length > 0 || results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0)) process.exitCode = 1;
