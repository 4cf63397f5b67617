// How long a node is read without the API: its containers by their files, and what every start of a command costs there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openShellSource } from "../../generator/source/shell/shell-source";
import { localShell } from "../../generator/transport/shell";
import { ratio, seconds, time, type Rows } from "./measure";

/** Reads a node with so many containers, on which each command takes half a second to start. */
export async function benchHost(guests: number): Promise<Rows> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
  try {
    mkdirSync(join(folder, "nodes/pve/lxc"), { recursive: true });
    const numbers = Array.from({ length: guests }, (_, at) => 100 + at);
    for (const vmId of numbers) {
      const net = `net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:${(vmId >> 8).toString(16).padStart(2, "0")}:${(vmId & 255).toString(16).padStart(2, "0")},ip=dhcp,type=veth`;
      writeFileSync(join(folder, `nodes/pve/lxc/${vmId}.conf`), `arch: amd64\ncores: 2\nhostname: c${vmId}\nmemory: 512\n${net}\nostype: debian\nrootfs: local:vm-${vmId}-disk-0,size=8G\nunprivileged: 1\n`);
    }
    const rows = [{ id: "node/pve", type: "node", node: "pve", status: "online" }, ...numbers.map((vmid) => ({ id: `lxc/${vmid}`, type: "lxc", vmid, node: "pve", status: "running", name: `c${vmid}` }))];
    writeFileSync(join(folder, "rows.json"), JSON.stringify(rows));
    const pvesh = join(folder, "pvesh");
    writeFileSync(pvesh, `#!/bin/sh\necho >> '${folder}/starts'\nsleep 0.5\nif [ "$2" = /cluster/resources ]; then cat '${folder}/rows.json'; else echo '[]'; fi\n`, { mode: 0o755 });
    const start = await time(() => localShell.run(pvesh, ["get", "/version"]));
    const starts = () => readFileSync(join(folder, "starts"), "utf8").length;
    const before = starts();
    const reading = await time(async () => {
      const source = await openShellSource({ shell: localShell, remote: false, commands: { pct: "pct", qm: "qm", pvesh }, folder, timeout: 30_000 });
      for await (const _ of source.read({ addresses: false })) void _;
    });
    return [
      ["containers", String(guests)],
      ["starts", String(starts() - before)],
      ["one start", seconds(start)],
      ["reading", `${seconds(reading)}   ${ratio(reading, start)} one start`],
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
