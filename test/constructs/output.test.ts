import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { TerraformOutput } from "cdktf";
import { Container, ProxmoxStack, VirtualMachine } from "../../constructs/index";
import { synthesise } from "../support/synthesis";
import { terraformPath } from "../support/terraform";

const run = promisify(execFile);

/** What terraform makes of an output, where the attributes that it reads are these. */
async function evaluate(output: string, attributes: object): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-output-"));
  try {
    mkdirSync(folder, { recursive: true });
    const said = output.replace(/proxmox_virtual_environment_(vm|container)\.web\./g, "local.");
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ locals: attributes, output: { it: { value: said } } }));
    const options = { cwd: folder, env: { ...process.env, CHECKPOINT_DISABLE: "1" } };
    await run(terraformPath!, ["init", "-no-color"], options);
    await run(terraformPath!, ["apply", "-auto-approve", "-no-color"], options);
    const { stdout } = await run(terraformPath!, ["output", "-json"], options);
    return JSON.parse(stdout).it?.value ?? null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outputs(build: (stack: ProxmoxStack) => VirtualMachine | Container): Record<string, string> {
  const { home } = synthesise((app) => {
    const stack = new ProxmoxStack(app, "home");
    const guest = build(stack);
    for (const name of ["ipv4Address", "ipv6Address", "macAddresses", "vmId"] as const) new TerraformOutput(stack, name, { value: guest[name] });
    if (guest instanceof VirtualMachine) new TerraformOutput(stack, "ipv4Addresses", { value: guest.ipv4Addresses });
  });
  return Object.fromEntries(Object.entries(JSON.parse(home!).output as Record<string, { value: string }>).map(([name, { value }]) => [name, value]));
}

const machine = (stack: ProxmoxStack): VirtualMachine =>
  new VirtualMachine(stack, "web", { node: "pve1", cloudInit: { ipConfigs: [{ ipv4: { address: "10.0.0.5/24" }, ipv6: "auto" }] } });
const container = (stack: ProxmoxStack): Container => new Container(stack, "web", { node: "pve1", networkInterfaces: [{ name: "eth0", ip: "10.0.0.6/24" }] });

describe("the outputs of guests", () => {
  it("are tokens of what the provider reads", () => {
    expect(outputs(machine)).to.include({ vmId: "${proxmox_virtual_environment_vm.web.vm_id}", macAddresses: "${proxmox_virtual_environment_vm.web.mac_addresses}" });
    expect(outputs(container)).to.include({ vmId: "${proxmox_virtual_environment_container.web.vm_id}", macAddresses: "${proxmox_virtual_environment_container.web.network_interface[*].mac_address}" });
  });

  it("reach another stack", () => {
    const { lab } = synthesise((app) => {
      const web = machine(new ProxmoxStack(app, "home"));
      new TerraformOutput(new ProxmoxStack(app, "lab"), "address", { value: web.ipv4Address });
    });
    expect(JSON.parse(lab!).output.address.value).to.match(/^\$\{try\(.*data\.terraform_remote_state\..*"10\.0\.0\.5"\)\}$/).and.not.contain("proxmox_virtual_environment_vm.web");
  });

  describe("as terraform computes them", () => {
    before(function () {
      if (terraformPath === undefined) this.skip();
    });

    const agent = {
      network_device: [{ mac_address: "bc:24:11:00:00:01" }],
      mac_addresses: ["00:00:00:00:00:00", "02:42:00:00:00:01", "BC:24:11:00:00:01"],
      ipv4_addresses: [["127.0.0.1"], ["172.17.0.1"], ["10.0.0.7", "10.0.0.8"]],
      ipv6_addresses: [["::1"], [], ["fe80::1", "fd00::7"]],
    };
    const silent = { network_device: [{ mac_address: "BC:24:11:00:00:01" }], mac_addresses: ["BC:24:11:00:00:01"], ipv4_addresses: [], ipv6_addresses: [] };

    it("are the addresses of the first card, whatever the agent reports besides", async () => {
      expect(await evaluate(outputs(machine).ipv4Address!, agent)).to.equal("10.0.0.7");
      expect(await evaluate(outputs(machine).ipv6Address!, agent)).to.equal("fd00::7");
      expect(await evaluate(outputs(machine).ipv4Addresses!, agent)).to.deep.equal(["127.0.0.1", "172.17.0.1", "10.0.0.7", "10.0.0.8"]);
    });

    it("are the static ones without an agent, or nothing", async () => {
      expect(await evaluate(outputs(machine).ipv4Address!, silent)).to.equal("10.0.0.5");
      expect(await evaluate(outputs(machine).ipv6Address!, silent)).to.equal(null);
    });

    it("are a container's own", async () => {
      const running = { network_interface: [{ name: "eth0", mac_address: "BC:24:11:00:00:02" }], ipv4: { eth0: "10.0.0.9" }, ipv6: {} };
      expect(await evaluate(outputs(container).ipv4Address!, running)).to.equal("10.0.0.9");
      expect(await evaluate(outputs(container).ipv4Address!, { ...running, ipv4: {} })).to.equal("10.0.0.6");
      expect(await evaluate(outputs(container).macAddresses!, running)).to.deep.equal(["BC:24:11:00:00:02"]);
    });
  });
});
