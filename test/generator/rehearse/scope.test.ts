import { expect } from "chai";
import { referencesIn } from "../../../generator/rehearse/reference";
import { leftOutOf, type Part } from "../../../generator/rehearse/scope";

const vm = "proxmox_virtual_environment_vm";
const guests = new Map([
  ["qemu/100", { name: "web", node: "pve1" }],
  ["lxc/200", { name: "dns", node: "pve1", unlike: "its configuration holds a secret, and the store keeps none" }],
]);

const lacks = (type: string) => (type.endsWith("_role") ? "an import does not read what it is, so the twin has none of it" : undefined);

function left(resource: Readonly<Record<string, Readonly<Record<string, object>>>>, more: { readonly recorded?: Readonly<Record<string, Readonly<Record<string, unknown>>>>; readonly data?: Readonly<Record<string, Readonly<Record<string, object>>>>; readonly locals?: object; readonly elsewhere?: readonly string[] } = {}) {
  const partsOf = (types: typeof resource, prefix: string): Part[] =>
    Object.entries(types).flatMap(([type, named]) => Object.entries(named).map(([name, values]) => ({ address: `${prefix}${type}.${name}`, type, values: values as Part["values"], recorded: more.recorded?.[`${type}.${name}`] })));
  const parts = [...partsOf(resource, ""), ...partsOf(more.data ?? {}, "data.")];
  const references = referencesIn({ resource, data: more.data, locals: more.locals });
  return Object.fromEntries(leftOutOf({ parts, references, twin: { guests, lacks }, provider: "proxmox", elsewhere: new Set(more.elsewhere) }).map(({ address, why }) => [address, why]));
}

describe("what takes part in a rehearsal", () => {
  it("is what only Proxmox VE and Terraform's state know of", () => {
    expect(left({ [vm]: { web: { name: "web" } }, random_pet: { name: {} }, terraform_data: { note: { input: 1 } } }, { recorded: { [`${vm}.web`]: { id: "100" } } })).to.deep.equal({});
  });

  it("is nothing that reaches another place, and nothing that needs it, however far off", () => {
    expect(
      left(
        {
          cloudflare_record: { web: { name: "web" } },
          terraform_data: { hook: { provisioner: [{ "local-exec": { command: "touch x" } }] }, note: { input: "${local.name}" } },
          [vm]: { far: { description: "${terraform_data.note.output}" }, near: { depends_on: ["terraform_data.hook"] }, other: { provider: "proxmox.other" }, free: { name: "cloudflare_record.webs" } },
        },
        { locals: { name: "${cloudflare_record.web.name}" }, elsewhere: ["proxmox.other"] },
      ),
    ).to.deep.equal({
      "cloudflare_record.web": "it is another provider's, whose world has no twin",
      "terraform_data.hook": "it runs commands where it is made (provisioner)",
      "terraform_data.note": "it needs local.name, which takes no part",
      [`${vm}.far`]: "it needs terraform_data.note, which takes no part",
      [`${vm}.near`]: "it needs terraform_data.hook, which takes no part",
      [`${vm}.other`]: "its provider is for another cluster",
    });
  });

  it("is nothing that the provider does over ssh", () => {
    expect(
      left({
        proxmox_virtual_environment_file: { snippet: { content_type: "snippets", source_raw: [{ file_name: "a.yaml" }] }, guessed: { source_raw: [{ file_name: "b.yaml" }] }, image: { content_type: "iso", source_file: [{ path: "x.iso" }] } },
        proxmox_virtual_environment_download_file: { image: { content_type: "iso" } },
        [vm]: { old: { disk: [{ file_id: "local:iso/x.img" }] }, one: { disk: { file_id: "local:iso/x.img" } }, new: { disk: [{ import_from: "local:import/x.qcow2" }] } },
        proxmox_virtual_environment_container: { mapped: { idmap: [{ type: "uid" }] } },
      }),
    ).to.have.all.keys("proxmox_virtual_environment_file.snippet", "proxmox_virtual_environment_file.guessed", `${vm}.old`, `${vm}.one`, "proxmox_virtual_environment_container.mapped");
  });

  it("is nothing that the twin does not know as it is", () => {
    const recorded = { "proxmox_virtual_environment_role.ops": { id: "ops" }, [`${vm}.gone`]: { id: "199" }, "proxmox_virtual_environment_container.dns": { id: "200" } };
    expect(left({ proxmox_virtual_environment_role: { ops: {}, new: {} }, [vm]: { gone: {} }, proxmox_virtual_environment_container: { dns: {} } }, { recorded, data: { proxmox_virtual_environment_users: { all: {} }, proxmox_virtual_environment_nodes: { all: {} } } })).to.deep.equal({
      "proxmox_virtual_environment_role.ops": "an import does not read what it is, so the twin has none of it",
      [`${vm}.gone`]: "the guest was not there when the cluster was read: pmpc import reads it again",
      "proxmox_virtual_environment_container.dns": "its configuration holds a secret, and the store keeps none",
      "data.proxmox_virtual_environment_users.all": "it asks for what an import does not read",
    });
  });
});
