import { expect } from "chai";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchProcess } from "../../../generator/transport/launch";
import { makeCommands, type Commands } from "../../support/command";
import { thrown } from "../../support/thrown";

const until = async (done: () => boolean) => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe("command that can be left", () => {
  let commands: Commands;
  beforeEach(() => void (commands = makeCommands()));
  afterEach(() => commands.remove());

  it("gives what was printed, line by line as it comes, and the exit code", async () => {
    const lines: string[] = [];
    const command = commands.add("pct", 'echo one; echo bad >&2; printf "two\\nth"; printf "ree"; exit 7');
    const ran = await launchProcess(command, ["x"], { onOutput: (line, stream) => void lines.push(`${stream} ${line}`) });
    expect(ran).to.deep.equal({ where: "this machine", command, args: ["x"], code: 7, stdout: "one\ntwo\nthree", stderr: "bad\n" });
    expect(lines.sort()).to.deep.equal(["stderr bad", "stdout one", "stdout three", "stdout two"]);
  });

  it("goes on when it is left, and may print what it likes", async () => {
    const done = join(commands.folder, "done");
    const command = commands.add("qm", `echo begun; while [ ! -e ${commands.folder}/go ]; do sleep 0.05; done; echo more || exit 1; echo more >&2 || exit 1; echo $? > ${done}`);
    const leave = new AbortController();
    const ran = launchProcess(command, [], { leave: leave.signal, onOutput: () => leave.abort() });
    expect(await ran).to.equal(undefined);
    expect(existsSync(done)).to.equal(false);
    commands.add("go", "");
    await until(() => existsSync(done));
  });

  it("leaves no files behind", async () => {
    const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith("pmpc-run-"));
    const before = mine();
    await launchProcess(commands.add("pct", "echo x"), []);
    expect(mine()).to.deep.equal(before);
  });

  it("says that there is no such command, and takes no NUL", async () => {
    expect(await thrown(launchProcess("/nowhere/pct", []))).to.include({ code: "not-available", exit: 5 });
    expect(await thrown(launchProcess("true", ["a\0b"]))).to.include({ code: "command-failed", exit: 64 });
  });
});
