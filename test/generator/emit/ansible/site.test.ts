import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { emitSite } from "../../../../generator/emit/ansible/site";
import type { PlannedGuest } from "../../../../generator/plan/plan";

const guest = (host: string, tags: readonly string[] = [], template = false) => ({ host, guest: { tags, template } }) as unknown as PlannedGuest;
const guests = [guest("k3s-agent-1", ["k3s", "lab"]), guest("k3s-agent-2", ["k3s", "lab"]), guest("web1"), guest("web2", ["on"]), guest("web-10"), guest("base", ["golden"], true)];
const site = () => emitSite(guests)[0]!.content;
const hasAnsible = spawnSync("ansible-playbook", ["--version"]).status === 0;

describe("the first playbook", () => {
  it("has a play for each role that tags and names tell, once for the same guests", () => {
    expect([...site().matchAll(/^ {2}hosts: (.*)$/gm)].map(([, hosts]) => hosts)).to.deep.equal(["os_linux", '"tag_k3s"', '"tag_on"', '"~^web[0-9]+$"']);
  });

  (hasAnsible ? it : it.skip)(`${hasAnsible ? "" : "(skipped: no ansible) "}is what Ansible reads`, () => {
    const folder = mkdtempSync(join(tmpdir(), "pmpc-site-"));
    for (const { path, content } of emitSite(guests)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const inventory = { os_linux: ["web1"], tag_k3s: ["k3s-agent-1"], tag_on: ["web2"], all: ["web1", "web2"] };
    writeFileSync(join(folder, "hosts.ini"), Object.entries(inventory).map(([group, hosts]) => `[${group}]\n${hosts.join("\n")}\n`).join("\n"));
    const { status, stdout, stderr } = spawnSync("ansible-playbook", ["--list-tasks", "-i", "hosts.ini", "ansible/playbooks/site.yml"], { cwd: folder, encoding: "utf8" });
    expect(status, stderr).to.equal(0);
    expect(stdout).to.contain("Check that the guest answers").and.contain("(~^web[0-9]+$): web");
    rmSync(folder, { recursive: true });
  });
});
