import { explainExit, invalidOutput } from "../../transport/command-error";
import type { RunOptions } from "../../transport/process";
import type { Shell } from "../../transport/shell";
import { sharedFiles, type ClusterFiles } from "../files/document";
import { isArchive, readArchive } from "./archive";

/** The shell becomes tar, so that one process is started; it must not be asked for what is not there. */
const script = `
cd "$1" 2>/dev/null && [ -d nodes ] || exit 41
set -- nodes/*/lxc/*.conf; [ -e "$1" ] || shift
set -- nodes/*/qemu-server/*.conf "$@"; [ -e "$1" ] || shift
for file in ${sharedFiles.join(" ")}; do [ ! -e "$file" ] || set -- "$@" "$file"; done
[ $# -gt 0 ] || exit 41
[ "$PWD" != /etc/pve ] || [ ! -e /usr/share/perl5/PVE/pvecfg.pm ] || set -- "$@" -C /usr/share/perl5/PVE pvecfg.pm
[ "$PWD" != /etc/pve ] || set -- "$@" -C /etc hosts
exec tar -cf - --format=ustar "$@"
`;

/** A file may change, come or go while it is read; tar says so and goes on. */
const harmless = /^tar: .*(?:file changed as we read it|File removed before we read it|Cannot stat: No such file or directory|Exiting with failure status)/;

/** Reads what an import needs of a folder like `/etc/pve` on another machine, in one process; undefined if there is nothing like it. */
export async function readRemoteFolder(shell: Shell, folder: string, options: RunOptions): Promise<ClusterFiles | undefined> {
  const ran = await shell.run("sh", ["-c", script, "pmpc", folder], { ...options, encoding: "latin1" });
  if (ran.code === 41) return undefined;
  // What it prints is what was asked for, secrets included: no error repeats it.
  const said = { ...ran, command: "tar", args: [folder], stdout: "" };
  const complaints = ran.stderr.split("\n").filter((line) => line.startsWith("tar: ") && !harmless.test(line));
  if (ran.code > 2 || (ran.code > 0 && complaints.length > 0)) throw explainExit(said);
  const files = readArchive(ran.stdout);
  if (files) return files;
  if (isArchive(ran.stdout)) throw invalidOutput(said, "the archive that it printed ends too early");
  throw invalidOutput(said, "what it printed is not an archive", { number: 1, text: ran.stdout.split("\n")[0]! });
}
