import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { layConfiguration } from "../../../generator/terraform/layout";
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

  describe("that was done before", () => {
    const calls = () => readFileSync(join(commands.folder, "calls"), "utf8").split("\n").filter((line) => line.startsWith("init")).length;
    const path = (name: string) => join(commands.folder, name);
    const code = (more: object = {}) => layConfiguration(commands.folder, JSON.stringify({ terraform: { backend: { local: { path: "a" } } }, provider: { proxmox: [{}] }, resource: { vm: { web: { memory: 1 } } }, ...more }));
    const install = () => {
      mkdirSync(path("mirror/0.111.1"), { recursive: true });
      writeFileSync(path("mirror/0.111.1/provider"), "one");
      mkdirSync(path(".terraform/providers"), { recursive: true });
      symlinkSync(path("mirror/0.111.1"), path(".terraform/providers/linux"));
      writeFileSync(path(".terraform.lock.hcl"), "locked");
      writeFileSync(path(".terraform/terraform.tfstate"), "backend");
      writeFileSync(path("settings"), "mirror");
    };
    const work = (script: string, version = "1.11.4", environment: Readonly<Record<string, string>> = {}) =>
      openTerraform({ binary: commands.add("terraform", `echo "$*" >>${path("calls")}\n${script}`), version, folder: commands.folder, environment: { ...process.env, TF_CLI_CONFIG_FILE: path("settings"), ...environment }, secrets: [] });
    const initOnce = (version?: string, environment?: Readonly<Record<string, string>>) => work("", version, environment).init();

    it("is left out while nothing that it depends on has changed", async () => {
      code();
      install();
      await initOnce();
      await initOnce();
      code({ resource: { vm: { web: { memory: 2 }, db: {} } } });
      await initOnce();
      expect(calls()).to.equal(1);
    });

    const changes: Readonly<Record<string, () => object | void>> = {
      "another backend": () => code({ terraform: { backend: { local: { path: "b" } } } }),
      "another provider": () => code({ provider: { proxmox: [{}], other: [{}] } }),
      "a resource that implies one": () => code({ resource: { other_thing: { a: {} } } }),
      "a module": () => code({ module: { a: { source: "./a" } } }),
      "another lock": () => writeFileSync(path(".terraform.lock.hcl"), "other"),
      "no lock": () => rmSync(path(".terraform.lock.hcl")),
      "a provider that was built again": () => writeFileSync(path("mirror/0.111.1/provider"), "another"),
      "no provider": () => rmSync(path("mirror"), { recursive: true }),
      "another record of the backend": () => writeFileSync(path(".terraform/terraform.tfstate"), "other"),
      "another workspace of Terraform's": () => writeFileSync(path(".terraform/environment"), "other"),
      "other settings": () => writeFileSync(path("settings"), "registry"),
      "another version": () => ({ version: "1.12.0" }),
      "a folder of its own": () => ({ TF_DATA_DIR: "/elsewhere" }),
      "another choice of a workspace": () => ({ TF_WORKSPACE: "other" }),
    };
    for (const [what, change] of Object.entries(changes)) {
      it(`is done again after a change: ${what}`, async () => {
        code();
        install();
        await initOnce();
        const { version, ...environment } = (change() ?? {}) as Readonly<Record<string, string>>;
        await initOnce(version, environment);
        expect(calls()).to.equal(2);
      });
    }

    it("is done after all where terraform asks for it, and what asked is done again", async () => {
      code();
      install();
      await initOnce();
      const asks = `case "$1" in init) touch ${path("done")};; state) [ -e ${path("done")} ] && echo '{"serial":7}' || { echo 'Error: run "terraform init"' >&2; exit 1; };; esac`;
      const terraform = work(asks);
      await terraform.init();
      expect(calls()).to.equal(1);
      expect(await terraform.state()).to.deep.equal({ serial: 7 });
      expect(calls()).to.equal(2);
    });
  });

  it("says in one line that it is out of reach, where that does not help", async () => {
    const error = await failed(`${say(locked)}exit 1`);
    expect(error?.message).to.match(/terraform init failed: Failed to query available provider packages: Could not retrieve .* locked provider .* selection of new versions$/);
    expect(error?.hint).to.contain("make the provider bpg/proxmox reachable");
  });

  describe("where the state's backend does not let it in", () => {
    const lay = (backend: object) => writeFileSync(join(commands.folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
    const begun = "echo 'Initializing the backend...'\n";
    const heard: Readonly<Record<string, readonly [settings: object, said: string, message: string, hint: string]>> = {
      pg: [{ conn_str: "postgres://db/x" }, "\nError: pq: SSL is not enabled on the server\n\n", "pq: SSL is not enabled on the server", "PGSSLMODE=disable"],
      http: [{ address: "http://db/x" }, "\nError: Error refreshing state: HTTP remote state endpoint requires auth\n\n", "Error refreshing state: HTTP remote state endpoint requires auth", "TF_HTTP_PASSWORD"],
      s3: [{ bucket: "x" }, "\nError: No valid credential sources found\n\nPlease see the docs\n\nError: no role found\n", "No valid credential sources found: Please see the docs", "AWS_ACCESS_KEY_ID"],
      gcs: [{ bucket: "x" }, "\nError: no credentials\n", "no credentials", "its settings are in main.ts"],
    };
    for (const [name, [settings, said, message, hint]] of Object.entries(heard)) {
      it(`says what ${name} said, and where its settings are`, async () => {
        lay({ [name]: settings });
        const error = await failed(`${begun}${say(said)}exit 1`);
        expect(error?.message.replace(/^.*(?=terraform init)/, "")).to.equal(`terraform init failed: ${message}`);
        expect(error?.hint).to.contain(`the backend ${name}, and cannot be opened there`).and.to.contain(hint).and.not.to.contain("registry");
      });
    }

    it("does not blame the backend for a provider that is out of reach", async () => {
      lay({ pg: { conn_str: "postgres://db/x" } });
      const error = await failed(`${begun}echo 'Initializing provider plugins...'\n${say(heading)}exit 1`);
      expect(error?.hint).to.contain("make the provider bpg/proxmox reachable");
    });
  });

  it("takes it from nowhere else without a word", async () => {
    const error = await failed(`${say(tampered)}exit 1`);
    expect(error?.message).to.contain("doesn't match any of the checksums");
    expect(error?.hint).to.contain(`rm ${commands.folder}/.terraform.lock.hcl`);
  });
});
