import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { fromSettings } from "../../../generator/settings/configuration";
import { parseSettings } from "../../../generator/settings/text";
import { findProblem } from "../../../generator/settings/configuration-schema";
import schema from "../../../generator/settings/configuration.schema.json";
import type { PmpcError } from "../../../lib/error";

describe("a configuration", () => {
  const parse = (text: string) => fromSettings(parseSettings(text, "config.yml"));
  const problem = (text: string) => {
    try {
      parse(text);
    } catch (error) {
      expect(error).to.include({ code: "wrong-configuration", exit: 64 });
      return (error as PmpcError).message;
    }
    throw new Error("it was taken");
  };

  it("may say everything by hand, before the cluster was ever read", () => {
    expect(parse("transport: pct\nssh: root@pve1\npct_path: /usr/sbin/pct\nnode: pve1\ntimeout: 30\nlegacy_api:\n  hosts: [pve1.lan, pve2.lan]\n  port: 8006\n  token: PROXMOX_VE_API_TOKEN\n")).to.deep.equal({
      transport: "pct",
      ssh: "root@pve1",
      pctPath: "/usr/sbin/pct",
      node: "pve1",
      timeout: 30,
      legacyApi: { hosts: ["pve1.lan", "pve2.lan"], port: 8006, token: "PROXMOX_VE_API_TOKEN" },
    });
    expect(parse("# nothing yet\n")).to.deep.equal({});
  });

  it("is told where it is wrong, by line and column", () => {
    expect(problem("cluster: home\ntransport: ssh\n")).to.equal('config.yml:2:12: transport is one of api, pct, files, not "ssh"');
    expect(problem("timeout: soon\n")).to.equal('config.yml:1:10: timeout is a number, not "soon" (seconds that a command or a request may take)');
    expect(problem("timeout: 0\n")).to.equal("config.yml:1:10: timeout cannot be 0 (seconds that a command or a request may take)");
    expect(problem("cluster: home\npct-path: /x\n")).to.match(/^config\.yml:2:1: "pct-path" is not a setting; the settings are cluster, endpoint, /);
    expect(problem("legacy_api:\n  hosts: [a]\n  prot: 1\n")).to.equal('config.yml:3:3: "prot" is not a setting of legacy_api; the settings are hosts, port, token');
    expect(problem("legacy_api:\n  port: 1\n")).to.equal("config.yml:2:3: legacy_api lacks hosts");
    expect(problem("legacy_api:\n  hosts:\n    - a\n    - 7\n")).to.equal("config.yml:4:7: legacy_api.hosts is text, not 7");
    expect(problem("ssh: -oProxyCommand=reboot\n")).to.match(/^config\.yml:1:6: ssh cannot be "-oProxyCommand=reboot"/);
    expect(problem("- a\n")).to.equal("config.yml:1:1: expected settings, such as `transport: pct`");
    expect(problem("cluster: a\ncluster: b\n")).to.match(/^config\.yml:2:1: Map keys must be unique/);
    expect(problem("node: [a\n")).to.match(/^config\.yml:2:1: /);
  });

  it("holds no token, and the error about it does not either", () => {
    const said = problem("legacy_api:\n  hosts: [a]\n  token: root@pam!x=8a1c7e50-7f0d-4c55-9a43-0c6d4b1e2f11\n");
    expect(said).to.match(/^config\.yml:3:10: legacy_api\.token is the name of the environment variable/).and.not.include("8a1c7e50");
  });

  it("has an example that is right, in the schema and in the guide", () => {
    for (const example of schema.examples) expect(parse(stringify(example))).to.include({ transport: "pct" });
    const [, text = ""] = /```yaml\n# \.proxmox\/config\.yml\n([^`]*)```/.exec(readFileSync(join(__dirname, "../../../docs/guide/configuration.md"), "utf8")) ?? [];
    expect(parse(text)).to.include({ transport: "pct" });
  });

  it("has a schema that says what each setting is", () => {
    for (const [key, value] of Object.entries(schema.properties)) expect(value, key).to.have.property("description");
    expect(findProblem({})).to.equal(undefined);
  });
});
