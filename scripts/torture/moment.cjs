// Loaded before a program: counts the moments at which it changes something, and sends itself a signal at one of them.
const { basename, dirname } = require("node:path");
const fs = require("node:fs");

const { TORTURE_AT, TORTURE_SIGNAL, TORTURE_WHO, TORTURE_COUNT } = process.env;
const script = process.argv[1] ?? "";
const who = basename(script) === "pmpc.js" ? "pmpc" : ["runner", "gate"].find((name) => basename(dirname(script)) === name);

if (who !== undefined && (TORTURE_COUNT || who === TORTURE_WHO)) {
  const { writeFileSync } = fs;
  let moments = 0;
  const pass = () => {
    if (++moments === Number(TORTURE_AT)) process.kill(process.pid, TORTURE_SIGNAL);
  };
  const wrap = (module, names) => {
    for (const name of names) {
      const original = module[name];
      module[name] = function (...args) {
        pass();
        return original.apply(this, args);
      };
    }
  };
  wrap(fs, ["writeFileSync", "appendFileSync", "writeSync", "renameSync", "linkSync", "rmSync", "mkdirSync", "openSync"]);
  wrap(fs.promises, ["writeFile", "open", "rename", "rm", "mkdir", "mkdtemp", "copyFile", "link", "symlink", "unlink", "rmdir"]);
  wrap(require("node:child_process"), ["spawn"]);
  wrap(require("node:tls"), ["connect"]);
  if (TORTURE_COUNT) process.on("exit", () => writeFileSync(`${TORTURE_COUNT}${who}`, String(moments)));
}
