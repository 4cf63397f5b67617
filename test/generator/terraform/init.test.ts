import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { openTerraform } from "../../../generator/terraform/terraform";
import type { PmpcError } from "../../../lib/error";
import { makeCommands, type Commands } from "../../support/command";

// What terraform 1.11 and tofu 1.12 print where the provider cannot be had.
const heading = "Error: Failed to query available provider packages";
const locked = `${heading}\n\nCould not retrieve the list of available versions for provider bpg/proxmox: locked\nprovider registry.terraform.io/bpg/proxmox 0.111.1 does not match configured\nversion constraint 0.112.0; must use terraform init -upgrade to allow\nselection of new versions`;
const tampered = "Error: Failed to install provider\n\nError while installing bpg/proxmox v0.111.1: the local package for\nregistry.terraform.io/bpg/proxmox 0.111.1 doesn't match any of the checksums\npreviously recorded in the dependency lock file";

describe("terraform init", () => {
  let commands: Commands;
  beforeEach(() => (commands = makeCommands()));
  afterEach(() => commands.remove());

  const init = (script: string) => openTerraform({ binary: commands.add("terraform", script), folder: commands.folder, environment: process.env, secrets: [] }).init();
  const say = (text: string) => `cat >&2 <<'END'\n${text}\nEND\n`;
  const failed = async (script: string) => init(script).then(() => undefined, (error: PmpcError) => error);

  it("fetches the provider anew where the code names another release", async () => {
    await init(`case "$*" in *-upgrade*) exit 0;; esac\n${say(locked)}exit 1`);
  });

  it("leaves a state behind nowhere: only the folder of a project may be another", async () => {
    const changed = "Error: Backend configuration changed\n\nA change in the backend configuration has been detected";
    const script = `case "$*" in *-reconfigure*) exit 0;; esac\n${say(changed)}exit 1`;
    const path = (name: string) => join(commands.folder, name);
    const write = (was: string, is: string) => {
      mkdirSync(path(".terraform"), { recursive: true });
      writeFileSync(path(".terraform/terraform.tfstate"), JSON.stringify({ backend: { type: "local", config: { path: path(was) } } }));
      writeFileSync(path("cdk.tf.json"), JSON.stringify({ terraform: { backend: { local: { path: path(is) } } } }));
    };
    write("gone/a.tfstate", "a.tfstate");
    await init(script);
    writeFileSync(path("old.tfstate"), "{}");
    write("old.tfstate", "new.tfstate");
    const error = await failed(script);
    expect(error?.hint).to.contain("pmpc state --move");
  });

  it("says in one line that it is out of reach, where that does not help", async () => {
    const error = await failed(`${say(locked)}exit 1`);
    expect(error?.message).to.match(/terraform init failed: Failed to query available provider packages: Could not retrieve .* locked provider .* selection of new versions$/);
    expect(error?.hint).to.contain("make the provider bpg/proxmox reachable");
  });

  it("takes it from nowhere else without a word", async () => {
    const error = await failed(`${say(tampered)}exit 1`);
    expect(error?.message).to.contain("doesn't match any of the checksums");
    expect(error?.hint).to.contain(`rm ${commands.folder}/.terraform.lock.hcl`);
  });
});
