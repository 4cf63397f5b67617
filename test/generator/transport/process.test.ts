import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, demandSuccess, explainExit } from "../../../generator/transport/command-error";
import { runProcess } from "../../../generator/transport/process";
import { gone, makeCommands, type Commands } from "../../support/command";
import { thrown } from "../../support/thrown";

describe("a process", () => {
  let commands: Commands;
  beforeEach(() => (commands = makeCommands()));
  afterEach(() => commands.remove());

  /** Waits for what a command wrote, without knowing how long it takes. */
  async function written(name: string): Promise<string> {
    const path = join(commands.folder, name);
    while (!existsSync(path) || !readFileSync(path, "utf8").endsWith("\n")) await new Promise(setImmediate);
    return readFileSync(path, "utf8").trim();
  }

  it("gives its words and its exit code, whatever that is", async () => {
    const command = commands.add("pct", 'echo "out $1"; echo "err" >&2; exit 7');
    expect(await runProcess(command, ["a b;c"])).to.deep.equal({ where: "this machine", command, args: ["a b;c"], code: 7, stdout: "out a b;c\n", stderr: "err\n" });
  });

  it("reads what it is given, and nothing where nothing is", async () => {
    const command = commands.add("echo", "cat");
    expect((await runProcess(command, [], { input: "ü\n" })).stdout).to.equal("ü\n");
    expect((await runProcess(command, [])).stdout).to.equal("");
  });

  it("tells of each line as it comes, the last one too", async () => {
    const command = commands.add("task", "printf 'one\\ntw'; printf 'o\\nthree'; printf 'oops' >&2");
    const lines: string[] = [];
    await runProcess(command, [], { onOutput: (line, stream) => lines.push(`${stream} ${line}`) });
    expect(lines.filter((line) => line.startsWith("stdout"))).to.deep.equal(["stdout one", "stdout two", "stdout three"]);
    expect(lines).to.include("stderr oops");
  });

  it("speaks English", async () => {
    const before = process.env.LC_ALL;
    process.env.LC_ALL = "de_DE.UTF-8";
    try {
      expect((await runProcess("sh", ["-c", 'printf "$LC_ALL"'])).stdout).to.equal("C.UTF-8");
    } finally {
      if (before === undefined) delete process.env.LC_ALL;
      else process.env.LC_ALL = before;
    }
  });

  it("that takes too long is ended with all that it started", async () => {
    const command = commands.add("slow", `sleep 600 & echo $! > '${commands.folder}/child'; trap '' TERM; echo begun; wait; sleep 600`);
    const error = await thrown(runProcess(command, [], { timeout: 300 }));
    expect(error).to.be.instanceOf(CommandError).and.to.include({ code: "timeout", output: "begun" });
    expect(error.message).to.include("did not end within 0.3 s");
    await gone(Number(await written("child")));
  });

  it("that is called off is ended with all that it started", async () => {
    const command = commands.add("slow", `sleep 600 & echo $! > '${commands.folder}/child'; wait`);
    const stop = new AbortController();
    const running = thrown(runProcess(command, [], { signal: stop.signal }));
    const child = Number(await written("child"));
    stop.abort(new Error("enough"));
    expect((await running).message).to.equal("enough");
    await gone(child);
    expect((await thrown(runProcess(command, [], { signal: stop.signal }))).message).to.equal("enough");
  });

  it("is not waited for when it has ended and left something in the background", async () => {
    const command = commands.add("daemon", `sleep 600 & echo $! > '${commands.folder}/child'; echo done`);
    expect((await runProcess(command, [])).stdout).to.equal("done\n");
    process.kill(Number(await written("child")));
  });

  describe("that fails says", () => {
    const failure = async (script: string, args: readonly string[] = ["config", "200"]) => thrown(runProcess(commands.add("pct", script), args).then(demandSuccess));

    it("that there is no such command", async () => {
      const error = await thrown(runProcess("/nowhere/pct", ["list"]));
      expect(error).to.include({ code: "not-available", exit: 5, command: "/nowhere/pct list", where: "this machine" });
      expect(error.message).to.equal("/nowhere/pct list on this machine: this command does not exist");
      expect(error.hint).to.include("--ssh");
    });

    it("that it cannot be executed", async () => {
      expect(await thrown(runProcess(commands.folder, []))).to.include({ code: "not-available" });
      expect(explainExit({ where: "node", command: "pct", args: [], code: 127, stdout: "", stderr: "sh: 1: exec: pct: not found" })).to.include({ code: "not-available", exitCode: 127 });
    });

    it("that it was called wrongly", async () => {
      const error = await failure("echo 'Unknown option: output-format' >&2; echo '400 unable to parse option' >&2; exit 255");
      expect(error).to.include({ code: "command-failed", exitCode: 255, output: "Unknown option: output-format\n400 unable to parse option" });
    });

    it("that Proxmox VE would not", async () => {
      const error = await failure(`echo "Configuration file 'nodes/pve/lxc/200.conf' does not exist" >&2; exit 2`);
      expect(error).to.include({ code: "operation-failed", exit: 5, exitCode: 2 });
      expect(error.message).to.match(/pct config 200 on this machine: exit code 2\n {2}Configuration file/);
      expect(await failure("echo 'CT is locked (backup)' >&2; exit 255")).to.include({ code: "operation-failed", exit: 1 });
    });

    it("that it may not", async () => {
      const error = await failure("echo 'ipcc_send_rec[1] failed: Unknown error -1' >&2; echo 'Unable to load access control list: Unknown error -1' >&2; exit 255");
      expect(error).to.include({ code: "permission-denied", exit: 4, exitCode: 255 });
      expect(error.hint).to.include("root");
    });

    it("that something killed it", async () => {
      expect(await failure("kill -9 $$")).to.include({ code: "command-failed", exitCode: 137 });
    });

    it("nothing of secrets", async () => {
      const error = await failure("echo no >&2; exit 1", ["create", "200", "--password", "hunter2", "--cipassword=hunter3", "it's"]);
      expect(error.message).not.to.include("hunter");
      expect(error).to.have.property("command").that.match(/pct create 200 --password … --cipassword=… 'it'\\''s'$/);
    });
  });
});
