import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { playFor } from "../../../generator/change/playbook";
import type { Context } from "../../../generator/engine/action";

describe("the playbook of a guest that was made", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pmpc-playbook-"));
    mkdirSync(join(root, "ansible/playbooks"), { recursive: true });
    writeFileSync(join(root, "ansible/playbooks/web-02.yml"), "");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** What is told while it runs, and what became of it, where Ansible prints this. */
  async function played(prints: string, code: number) {
    const told: string[] = [];
    writeFileSync(join(root, "printed"), prints);
    writeFileSync(join(root, "ansible-playbook"), `#!/bin/sh\ncat "$PWD/printed"\nexit ${code}\n`);
    chmodSync(join(root, "ansible-playbook"), 0o755);
    const host = { idle: () => {}, notify: ({ says }: { readonly says: string }) => told.push(says) };
    const [one] = await playFor(root, ["web-02"], { environment: { PATH: `${root}:/usr/bin:/bin` }, host } as unknown as Context);
    return { told, one: one! };
  }

  it("is told line by line, without the stars that no terminal has room for", async () => {
    const { told, one } = await played(`PLAY [Set up web-02] ${"*".repeat(58)}\n\nok: [web-02] => a *** b\n`, 0);
    expect(told).to.include.members(["PLAY [Set up web-02]", "ok: [web-02] => a *** b"]);
    expect(one).to.deep.equal({ guest: "web-02", playbook: "ansible/playbooks/web-02.yml", passed: true });
  });

  it("that lacks the collection says how it is installed, and that fails otherwise what it ended with", async () => {
    const missing = `fatal: [web-02]: FAILED! => {"msg": "the connection plugin 'community.proxmox.proxmox_pct_remote' was not found"}\n`;
    expect((await played(missing, 2)).one).to.include({ passed: false, says: "Ansible lacks what reaches guests through their node: ansible-galaxy collection install community.proxmox" });
    expect((await played("fatal: [web-02]: UNREACHABLE!\n", 4)).one.says).to.equal("ansible-playbook ended with 4");
  });
});
