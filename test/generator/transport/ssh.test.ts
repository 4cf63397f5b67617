import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Shell } from "../../../generator/transport/shell";
import { sshShell } from "../../../generator/transport/ssh";
import { gone, makeCommands, type Commands } from "../../support/command";
import { startSshd, whenSshd, type Sshd } from "../../support/sshd";
import { thrown } from "../../support/thrown";

describe(`ssh${whenSshd}`, () => {
  let sshd: Sshd;
  let commands: Commands;
  let shell: Shell;
  const path = process.env.PATH;

  beforeEach(async function () {
    const started = await startSshd();
    if (!started) return this.skip();
    sshd = started;
    process.env.PATH = sshd.path;
    commands = makeCommands();
    shell = sshShell("node");
  });

  afterEach(async () => {
    await shell?.close();
    commands?.remove();
    process.env.PATH = path;
    await sshd?.stop();
  });

  it("gives a command's words and exit code, 255 too", async () => {
    const command = commands.add("pct", 'echo "out $1"; echo "err" >&2; exit 255');
    expect(await shell.run(command, ["x"])).to.deep.equal({ where: "node", command, args: ["x"], code: 255, stdout: "out x\n", stderr: "err\n" });
  });

  it("hands over words as they are, whatever is in them", async () => {
    const command = commands.add("show", `for word do printf '%s|' "$word"; done`);
    const words = ["", "it's", "$(touch /tmp/x)", "a\nb", "\\", "\\'; reboot", "*", "-rf", "ü"];
    expect((await shell.run(command, words)).stdout).to.equal(words.map((word) => `${word}|`).join(""));
  });

  it("uses one connection for everything, and leaves nothing behind", async () => {
    const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith("pmpc-ssh-"));
    const before = mine();
    await Promise.all(["a", "b", "c"].map((word) => shell.run("echo", [word])));
    await shell.run("echo", ["d"]);
    expect(sshd.connections()).to.equal(1);
    const [folder] = mine().filter((name) => !before.includes(name));
    expect(existsSync(join(tmpdir(), folder!, "m"))).to.equal(true);
    await shell.close();
    expect(mine()).to.deep.equal(before);
  });

  it("leaves the sharing of connections to the user's configuration where that has it", async () => {
    sshd.configure([`ControlPath ${sshd.folder}/user-%C`, "ControlMaster auto", "ControlPersist 5"]);
    for (const word of ["a", "b"]) expect((await shell.run("echo", [word])).stdout).to.equal(`${word}\n`);
    expect(sshd.connections()).to.equal(1);
    expect(readdirSync(sshd.folder).some((name) => name.startsWith("user-"))).to.equal(true);
  });

  it("is not led astray by what a configuration starts beside the command", async () => {
    sshd.configure(["RequestTTY force", "RemoteCommand echo surprise", "PermitLocalCommand yes", "LocalCommand echo surprise", "LocalForward 127.0.0.1:1 127.0.0.1:2"]);
    expect((await shell.run("printf", ["a\\nb"])).stdout).to.equal("a\nb");
  });

  it("ends a command that takes too long, with all that it started there", async () => {
    const command = commands.add("slow", `sleep 600 & echo $! > '${commands.folder}/child'; echo begun >&2; wait`);
    const lines: string[] = [];
    // Long enough for it to begin, on a busy machine, too.
    const error = await thrown(shell.run(command, [], { timeout: 5_000, onOutput: (line) => lines.push(line) }));
    expect(error).to.include({ code: "timeout", where: "node", command, output: "begun" });
    expect(lines).to.deep.equal(["begun"]);
    await gone(Number(readFileSync(join(commands.folder, "child"), "utf8")));
  });

  it("ends a command that is called off, there as well", async () => {
    const command = commands.add("slow", `sleep 600 & echo $! > '${commands.folder}/child'; echo begun; wait`);
    const stop = new AbortController();
    const running = thrown(shell.run(command, [], { signal: stop.signal, onOutput: () => stop.abort(new Error("enough")) }));
    expect((await running).message).to.equal("enough");
    await gone(Number(readFileSync(join(commands.folder, "child"), "utf8")));
  });

  it("says that the connection was lost while a command ran, and repeats no half an answer", async () => {
    // Its parent is the server's process of this connection.
    const command = commands.add("cut", "echo half; kill -9 $PPID");
    const error = await thrown(shell.run(command, []));
    expect(error).to.include({ code: "not-available", exit: 1, where: "node", output: "" });
    expect(error.message).to.include("the connection was lost while it ran");
    await shell.close();
    expect((await shell.run("echo", ["again"])).stdout).to.equal("again\n");
  });

  it("says that there is no such command on the node", async () => {
    expect((await shell.run("/nowhere/pvesh", [])).code).to.equal(127);
  });

  it("says that the host key has changed", async () => {
    await sshd.changeHostKey();
    const error = await thrown(shell.run("true", []));
    expect(error).to.include({ code: "host-key-changed", exit: 6, where: "node" });
    expect(error.message).to.include("REMOTE HOST IDENTIFICATION HAS CHANGED").and.not.include("\r");
  });

  it("asks nobody about a host key that it does not know", async () => {
    sshd.configure(["UserKnownHostsFile /dev/null"]);
    // The first of two lines counts.
    const error = await thrown(sshShell(`ssh://127.0.0.1:${sshd.port}`).run("true", []));
    expect(error).to.include({ code: "host-key-unknown", exit: 6 });
  });

  it("says that it was not let in, and asks for no password", async () => {
    sshd.configure(["PubkeyAuthentication no"]);
    expect(await thrown(shell.run("true", []))).to.include({ code: "permission-denied", exit: 4 });
  });

  it("says that nobody listens", async () => {
    const error = await thrown(sshShell("ssh://127.0.0.1:1").run("true", []));
    expect(error).to.include({ code: "not-available" });
    expect(error.message).to.include("Connection refused");
  });

  it("says that there is no ssh", async () => {
    process.env.PATH = commands.folder;
    expect(await thrown(shell.run("true", []))).to.include({ code: "not-available", exit: 5 });
  });

  it("takes no option for a host", () => {
    for (const target of ["-oProxyCommand=reboot", "", "a b", "a\nb"]) expect(() => sshShell(target), target).to.throw("not a host that ssh can reach");
  });
});
