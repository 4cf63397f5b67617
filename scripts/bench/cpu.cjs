// Preloaded by `npm run bench -- start`: reports what a process used in milliseconds of CPU, on its way out.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  require("node:fs").writeSync(3, String((userCPUTime + systemCPUTime) / 1000));
});
