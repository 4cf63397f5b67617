import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { WriteReport } from "../generator/renew/write-report";
import { scenarioOf } from "../generator/simulator/folder";
import { startSimulator } from "../generator/simulator/simulator";
import { pmpc, reach } from "./bin/command";

const files = {
  "nodes/pve/lxc/200.conf": "hostname: one\nostype: debian\nrootfs: local:200/vm-200-disk-0.raw,size=8G\n",
  "nodes/pve/host.fw": "[OPTIONS]\n\nenable: 1\nlog_level_in: alert\n\n",
  "firewall/cluster.fw": "[OPTIONS]\n\nenable: 1\nlog_ratelimit: enable=0,rate=2/minute\n\n",
  "sdn/zones.cfg": "qinq: inner\n\tbridge vmbr0\n\ttag 3000\n\tipam pve\n\nevpn: ev\n\tcontroller ec\n\tvrf-vxlan 4001\n\tipam pve\n",
  "sdn/controllers.cfg": "evpn: ec\n\tasn 65000\n\tpeers 192.0.2.1\n",
};

/** As an admin would type it on the node: the words are the shell's business. */
function type(command: string, path: string): Promise<{ readonly exit: number; readonly said: string }> {
  return new Promise((done) => {
    const child = execFile("/bin/sh", ["-c", command], { env: { PATH: `${path}:/usr/bin:/bin`, LANG: "C.UTF-8" } }, (_, stdout, stderr) => done({ exit: child.exitCode ?? -1, said: stdout + stderr }));
  });
}

describe("every remedy of what is not a guest, and that the provider would change or crash on", () => {
  it("is a command that the node takes, and has it become code", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pmpc-remedy-"));
    const simulator = await startSimulator({ scenario: scenarioOf("odd", files), shell: join(folder, "bin") });
    try {
      const importing = async () => (JSON.parse((await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", join(folder, "home"), "--scope", "all", "--no-verify", "--json"], folder)).stdout) as WriteReport).resources!;
      const remedies = new Map((await importing()).flatMap(({ key, remedy = "" }) => (remedy.startsWith("pvesh ") ? [[key, remedy] as const] : [])));
      expect([...remedies.keys()]).to.deep.equal(["zone/ev", "zone/inner", "firewall-options/cluster", "node-firewall-options/pve"]);
      expect(remedies.get("firewall-options/cluster")).to.equal("pvesh set /cluster/firewall/options --log_ratelimit enable=0,burst=5,rate=2/minute");
      for (const [key, remedy] of remedies) {
        const { exit, said } = await type(remedy, join(folder, "bin"));
        expect(exit, `${key}: ${said}`).to.equal(0);
      }
      const after = await importing();
      for (const key of remedies.keys()) expect(after.find((one) => one.key === key)!.outcome, key).to.equal("imported");
    } finally {
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
