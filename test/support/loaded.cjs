// Preloaded by a test: prints the CommonJS modules that a process loaded, as JSON on one last line of standard error.
process.on("exit", () => require("node:fs").writeSync(2, `\n${JSON.stringify(Object.keys(require.cache))}`));
