import { expect } from "chai";
import { readRemoteFolder } from "../../../../generator/source/shell/remote-folder";
import { localShell } from "../../../../generator/transport/shell";
import { makeCommands, type Commands } from "../../../support/command";
import { thrown } from "../../../support/thrown";

describe("a folder of a node", () => {
  let commands: Commands;
  const path = process.env.PATH;

  beforeEach(() => {
    commands = makeCommands();
    process.env.PATH = `${commands.folder}:${path}`;
  });

  afterEach(() => {
    process.env.PATH = path;
    commands.remove();
  });

  for (const [what, script, options, code] of [
    ["ends in an error", "printf 'cipassword: $5$hash'; exit 255", {}, "operation-failed"],
    ["is cut off", "cd ${0%/*} && printf 'cipassword: $5$hash' > one && /bin/tar -cf - --format=ustar one | head -c 700", {}, "invalid-output"],
    ["takes too long", "printf 'cipassword: $5$hash'; sleep 600", { timeout: 1_000 }, "timeout"],
  ] as const) {
    it(`is no part of the error when reading it ${what}: secrets are in it`, async () => {
      // Whatever the shell would start is this, in place of the tar of this machine.
      commands.add("sh", script);
      const error = await thrown(readRemoteFolder(localShell, "/etc/pve", options));
      expect(error).to.include({ code });
      expect(`${error.message} ${JSON.stringify(error)}`).to.not.include("$5$hash");
      // Nor does anybody read the script that reads it.
      expect(error.message.split("\n")[0]).to.match(/^(?:tar \/etc\/pve|sh -c … pmpc \/etc\/pve) on this machine: /);
    });
  }
});
