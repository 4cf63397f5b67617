import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { layConfiguration } from "../../../generator/terraform/layout";
import { openTerraform } from "../../../generator/terraform/terraform";
import { makeCommands, type Commands } from "../../support/command";

describe("a state that lies in a file", () => {
  let commands: Commands;
  const path = (name: string) => join(commands.folder, name);
  const stored = { version: 4, terraform_version: "1.11.4", serial: 3, lineage: "stored", resources: [] };

  beforeEach(() => {
    commands = makeCommands();
    // What terraform itself says of it has another name.
    commands.add("terraform", `echo "$*" >>'${path("calls")}'\necho '{ "version": 4, "serial": 3, "lineage": "pulled" }'\n`);
    mkdirSync(path(".terraform"));
    code({ backend: { local: { path: path("home.tfstate") } } });
    opened({ type: "local", config: { path: path("home.tfstate"), workspace_dir: null } });
    writeFileSync(path("home.tfstate"), JSON.stringify(stored));
  });
  afterEach(() => commands.remove());

  const code = (terraform: object) => layConfiguration(commands.folder, JSON.stringify({ terraform, resource: {} }));
  const opened = (backend: object) => writeFileSync(path(".terraform/terraform.tfstate"), JSON.stringify({ version: 3, backend }));
  const state = (environment: Readonly<Record<string, string>> = {}) => openTerraform({ binary: path("terraform"), folder: commands.folder, environment: { ...process.env, ...environment }, secrets: [] }).state();

  it("is read without a start of terraform", async () => {
    expect(await state()).to.deep.equal(stored);
    expect(await state({ TF_WORKSPACE: "default" })).to.deep.equal(stored);
    writeFileSync(path("home.tfstate"), "");
    expect(await state()).to.equal(undefined);
    rmSync(path("home.tfstate"));
    expect(await state()).to.equal(undefined);
    expect(() => readFileSync(path("calls"))).to.throw("ENOENT");
  });

  const otherwise: Readonly<Record<string, () => Readonly<Record<string, string>> | void>> = {
    "the code names another backend": () => code({ backend: { s3: { bucket: "b" } } }),
    "the code names a cloud": () => code({ backend: { local: { path: path("home.tfstate") } }, cloud: {} }),
    "the code encrypts it": () => code({ backend: { local: { path: path("home.tfstate") } }, encryption: {} }),
    "the environment encrypts it": () => ({ TF_ENCRYPTION: "key_provider {}" }),
    "the code says more of the backend": () => code({ backend: { local: { path: path("home.tfstate"), workspace_dir: "w" } } }),
    "the last init opened another file": () => opened({ type: "local", config: { path: path("other.tfstate"), workspace_dir: null } }),
    "the last init opened another backend": () => opened({ type: "pg", config: { path: path("home.tfstate") } }),
    "nothing was opened": () => rmSync(path(".terraform/terraform.tfstate")),
    "Terraform's own folder is elsewhere": () => ({ TF_DATA_DIR: path("data") }),
    "the environment names a workspace": () => ({ TF_WORKSPACE: "test" }),
    "a workspace was selected": () => writeFileSync(path(".terraform/environment"), "test"),
    "it is encrypted": () => writeFileSync(path("home.tfstate"), '{ "serial": 3, "lineage": "stored", "encrypted_data": "x", "encryption_version": "v0" }'),
    "it is of another version": () => writeFileSync(path("home.tfstate"), JSON.stringify({ ...stored, version: 5 })),
    "it is torn": () => writeFileSync(path("home.tfstate"), JSON.stringify(stored).slice(0, 40)),
  };
  for (const [what, change] of Object.entries(otherwise)) {
    it(`is asked of terraform where ${what}`, async () => {
      expect((await state(change() ?? {}))?.lineage).to.equal("pulled");
    });
  }
});
