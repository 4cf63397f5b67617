import { expect } from "chai";
import { TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { VirtualEnvironmentVm } from "../../constructs/imports/virtual-environment-vm";
import { ProxmoxProvider, providerVersion } from "../../constructs/provider";
import { Pool, ProxmoxStack } from "../../constructs/index";
import { problemsOfApp } from "../support/problems";
import { synthesise } from "../support/synthesis";

function terraformOf(build: (stack: TerraformStack) => void): { terraform: { required_providers: object }; provider: { proxmox: object[] }; resource: object } {
  const stacks = synthesise((app) => build(new TerraformStack(app, "home")), { skipValidation: false });
  return JSON.parse(stacks.home ?? "");
}

describe("ProxmoxProvider", () => {
  it("requires exactly the release that the bindings and the rules were made for", () => {
    const { terraform, provider } = terraformOf((stack) => new ProxmoxProvider(stack));
    expect(terraform.required_providers).to.deep.equal({ proxmox: { source: "bpg/proxmox", version: providerVersion } });
    expect(provider.proxmox).to.deep.equal([{}]);
  });

  it("says all that it is told, ssh included", () => {
    const ssh = { username: "root", agent: true, agentForwarding: true, agentSocket: "/run/agent", privateKey: "a key", password: "x", nodeAddressSource: "dns", nodes: [{ name: "pve1", address: "10.0.0.1", port: 2222 }], socks5Server: "proxy:1080", socks5Username: "kim", socks5Password: "y" };
    const { provider } = terraformOf((stack) => new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006", insecure: true, minTls: "1.2", username: "root@pam", password: "z", tmpDir: "/var/tmp", randomVmIds: true, randomVmIdStart: 1000, randomVmIdEnd: 2000, ssh }));
    expect(provider.proxmox).to.deep.equal([{
      endpoint: "https://pve1.lan:8006", insecure: true, min_tls: "1.2", username: "root@pam", password: "z", tmp_dir: "/var/tmp", random_vm_ids: true, random_vm_id_start: 1000, random_vm_id_end: 2000,
      ssh: { username: "root", agent: true, agent_forwarding: true, agent_socket: "/run/agent", private_key: "a key", password: "x", node_address_source: "dns", node: [{ name: "pve1", address: "10.0.0.1", port: 2222 }], socks5_server: "proxy:1080", socks5_username: "kim", socks5_password: "y" },
    }]);
  });

  it("refuses what the provider would refuse at the first plan", () => {
    const build = () => terraformOf((stack) => new ProxmoxProvider(stack, { endpoint: "pve1.lan", minTls: "1.4", ssh: { nodeAddressSource: "hosts" }, randomVmIdStart: 9, randomVmIdEnd: 5 }));
    for (const problem of ['endpoint is "pve1.lan"; say one such as https://pve1.lan:8006', 'minTls is "1.4"; say 1.0, 1.1, 1.2 or 1.3', 'ssh.nodeAddressSource is "hosts"; say api or dns', "randomVmIdStart is 9, above randomVmIdEnd (5); say the lower one first"]) expect(build).to.throw(problem);
  });

  it("requires the release that it is told, and refuses what is no release", () => {
    const { terraform, provider } = terraformOf((stack) => new ProxmoxProvider(stack, { version: "0.112.0" }));
    expect(terraform.required_providers).to.deep.equal({ proxmox: { source: "bpg/proxmox", version: "0.112.0" } });
    expect(provider.proxmox).to.deep.equal([{}]);
    expect(() => terraformOf((stack) => new ProxmoxProvider(stack, { version: "~> 0.112" }))).to.throw("version is \"~> 0.112\"; name one release, such as 0.111.1");
  });

  it("passes on what it is given in Terraform's words", () => {
    const { provider } = terraformOf((stack) => {
      const token = new TerraformVariable(stack, "token", { sensitive: true });
      new ProxmoxProvider(stack, {
        endpoint: "https://pve1.lan:8006",
        insecure: true,
        minTls: "1.2",
        apiToken: token.stringValue,
        randomVmIds: true,
        randomVmIdStart: 9000,
        tmpDir: "/var/tmp",
        ssh: { agent: true, username: "root", nodes: [{ name: "pve1", address: "10.0.0.1", port: 2222 }] },
      });
    });
    expect(provider.proxmox).to.deep.equal([
      {
        endpoint: "https://pve1.lan:8006",
        insecure: true,
        min_tls: "1.2",
        api_token: "${var.token}",
        random_vm_ids: true,
        random_vm_id_start: 9000,
        tmp_dir: "/var/tmp",
        ssh: { agent: true, username: "root", node: [{ name: "pve1", address: "10.0.0.1", port: 2222 }] },
      },
    ]);
  });

  it("is beside a second one, which resources name", () => {
    const { provider, resource } = terraformOf((stack) => {
      new ProxmoxProvider(stack, { endpoint: "https://a:8006" });
      const lab = new ProxmoxProvider(stack, { endpoint: "https://b:8006", alias: "lab" });
      new VirtualEnvironmentVm(stack, "web", { nodeName: "pve1", provider: lab });
    });
    expect(provider.proxmox).to.deep.equal([{ endpoint: "https://a:8006" }, { endpoint: "https://b:8006", alias: "lab" }]);
    expect(resource).to.have.nested.property("proxmox_virtual_environment_vm.web.provider", "proxmox.lab");
  });

  it("leaves every name to the guests", () => {
    terraformOf((stack) => {
      new ProxmoxProvider(stack);
      for (const name of ["proxmox", "provider", "bpg--proxmox", "state"]) new Construct(stack, name);
    });
  });

  for (const Stack of [TerraformStack, ProxmoxStack]) {
    it(`is one of its alias, in a ${Stack.name}: Terraform takes no two, and each Cluster has its own`, () => {
      const told = (first?: string, second?: string) => problemsOfApp((app) => {
        const stack = new Stack(app, "home");
        new ProxmoxProvider(new Construct(stack, "a"), { alias: first });
        new ProxmoxProvider(new Construct(stack, "b"), { alias: second });
        new Pool(stack, "prod", { provider: stack.allProviders()[0] });
      });
      expect(told()).to.deep.equal(["[home] home/a/(provider) and home/b/(provider) are both the provider proxmox without an alias; give one of them another alias"]);
      expect(told("lab", "lab")).to.deep.equal(['[home] home/a/(provider lab) and home/b/(provider lab) are both the provider proxmox of the alias "lab"; give one of them another alias']);
      expect(told("lab")).to.deep.equal([]);
      expect(told("lab", "prod")).to.deep.equal([]);
    });
  }
});
