import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator } from "../../generator/simulator/simulator";
import { demoPasswords } from "../../simulator/demo-token";
import { homelab } from "../../simulator/scenario/homelab";
import { schema } from "../support/terraform";
import { attachProvider } from "../support/terraform-provider/server";
import { newFolder, paths, pmpc, reach, remove } from "./command";

describe("secrets", () => {
  it("are in no file, not in the store and not on the terminal", async () => {
    const folder = newFolder();
    const simulator = await startSimulator({ scenario: homelab });
    const provider = await attachProvider("bpg/proxmox", schema);
    const environment = { TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: "/dev/null" };
    try {
      const [machine, another] = [101, 100];
      const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----";
      simulator.cluster.edit(machine, (text) => `cipassword: correct-horse-battery\n${text}`);
      simulator.cluster.edit(another, (text) => `${key.split("\n").map((line) => `#${line}\n`).join("")}${text}`);
      const password = demoPasswords.get("root@pam")!;
      const byPassword = ["--endpoint", simulator.endpoint, "--fingerprint", simulator.fingerprint256, "--username", "root@pam", "--password", password];
      const secrets = [...Object.values(simulator.tokens).map((token) => token.split("=")[1]!), "correct-horse-battery", "b3BlbnNzaC1rZXktdjEAAAAA", "PVE:root@pam:", "CSRFPrevention"];
      const outputs = [];
      for (const args of [[...reach(simulator)], [...byPassword, "--no-verify"], [...reach(simulator), "--json", "--no-verify"]]) {
        const ended = await pmpc(["import", ...args, "--out", "x"], folder, environment);
        expect(ended.code, ended.stderr).to.equal(0);
        outputs.push(ended.stdout, ended.stderr);
      }
      const written = paths(folder).map((path) => [path, readFileSync(join(folder, path)).toString("latin1")] as const);
      expect(written.map(([path]) => path)).to.include("x/.proxmox/state.db");
      for (const secret of secrets) {
        for (const [path, text] of written) expect(text.includes(secret), `${secret} in ${path}`).to.equal(false);
        for (const text of outputs) expect(text).not.to.contain(secret);
      }
    } finally {
      provider.close();
      await simulator.close();
      remove(folder);
    }
  });
});
