import { expect } from "chai";
import { catalog } from "../../../lib/schema/catalog";
import { consequenceOf, type Change, type Circumstances } from "../../../lib/schema/provider/effect";

const at = (path: string, before: unknown, after: unknown): Change => ({ path, before, after });
const running: Circumstances = { running: true };
const effect = (type: "qemu" | "lxc", change: Change, circumstances = running) => consequenceOf(type, change, circumstances).effect;

// The truth is vmUpdate and containerUpdate of bpg/proxmox 0.111.1.
describe("what a change does to a running guest", () => {
  it("is said of every attribute that code can say", () => {
    for (const table of Object.values(catalog)) {
      for (const { terraform } of table.rows) {
        if (terraform === null) continue;
        const { says } = consequenceOf(table.type, at(terraform, 1, 2), running);
        expect(says, terraform).to.match(/^[a-zA-Z]/).and.not.match(/\.$/);
      }
    }
  });

  it("is a restart for more memory, unless memory is plugged in while it runs", () => {
    expect(effect("qemu", at("memory[0].dedicated", 2048, 4096))).to.equal("reboot");
    expect(effect("qemu", at("memory[0].dedicated", 2048, 4096), { running: true, hotplug: "network,memory" })).to.equal("live");
    expect(effect("qemu", at("memory[0].dedicated", 4096, 2048), { running: true, hotplug: "network,memory" })).to.equal("reboot");
  });

  it("is its end as a guest where it becomes a template, and nothing where Terraform only notes that it is one", () => {
    expect(effect("qemu", at("template", false, true))).to.equal("template");
    expect(effect("qemu", at("template", null, true))).to.equal("live");
    expect(effect("qemu", at("template", true, false))).to.equal("refused");
  });

  it("is nothing for what is only written down, and nothing for a container's processors", () => {
    for (const path of ["name", "tags", "description", "on_boot", "protection", "network_device[0].vlan_id"]) expect(effect("qemu", at(path, "a", "b")), path).to.equal("live");
    for (const path of ["cpu[0].cores", "tags", "start_on_boot"]) expect(effect("lxc", at(path, 1, 2)), path).to.equal("live");
    for (const path of ["memory[0].dedicated", "initialization[0].hostname", "mount_point[1].backup", "console[0].type"]) expect(effect("lxc", at(path, 1, 2)), path).to.equal("reboot");
  });

  it("does not reach Proxmox VE where it is the provider's own", () => {
    for (const path of ["timeout_create", "migrate", "reboot_after_update", "purge_on_destroy", "agent[0].timeout"]) expect(effect("qemu", at(path, 1, 2)), path).to.equal("state");
    expect(effect("lxc", at("timeout_start", null, 300))).to.equal("state");
  });

  it("of what it reports itself is none", () => {
    for (const path of ["ipv4_addresses", "ipv6_addresses", "mac_addresses", "network_interface_names"]) expect(effect("qemu", at(path, [], null)), path).to.equal("state");
    for (const path of ["ipv4", "ipv6"]) expect(effect("lxc", at(path, {}, null)), path).to.equal("state");
  });

  it("is power where the code says so", () => {
    expect(consequenceOf("qemu", at("started", true, false), running)).to.deep.equal({ effect: "reboot", says: "the guest is shut down" });
    expect(consequenceOf("lxc", at("started", false, true), { running: false })).to.deep.equal({ effect: "live", says: "the container is started" });
  });

  it("is refused for a disk that would get smaller, and live for one that grows", () => {
    expect(effect("qemu", at("disk[0].size", 32, 16))).to.equal("refused");
    expect(effect("qemu", at("disk[0].size", 16, 32))).to.equal("live");
    expect(effect("qemu", at("disk[0].size", 16, 32), { running: true, hotplug: "network" })).to.equal("reboot");
    expect(effect("qemu", at("disk[0].datastore_id", "a", "b"))).to.equal("reboot");
  });

  it("is a restart for any change of a disk where a disk's text does not say how it is opened: the provider writes that, too", () => {
    const hidden = { running: true, reopens: true };
    for (const path of ["disk[0].size", "disk[0].backup", "disk[1].speed[0].read"]) expect(effect("qemu", at(path, 16, 32), hidden), path).to.equal("reboot");
    expect(effect("qemu", at("tags", [], ["a"]), hidden)).to.equal("live");
    expect(effect("qemu", at("disk[0].size", 32, 16), hidden)).to.equal("refused");
    expect(effect("qemu", at("disk[0].size", 16, 32), { ...hidden, running: false })).to.equal("live");
  });

  it("interrupts nothing where the guest does not run", () => {
    expect(consequenceOf("qemu", at("bios", "seabios", "ovmf"), { running: false })).to.deep.equal({ effect: "live", says: "it is not running: nothing is interrupted" });
  });

  it("of an unknown release of the provider is that of the newest known", () => {
    expect(consequenceOf("qemu", at("tags", [], ["a"]), running, "9.9.9")).to.deep.equal(consequenceOf("qemu", at("tags", [], ["a"]), running));
  });
});
