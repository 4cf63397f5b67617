import Ajv from "ajv";
import { expect } from "chai";
import { readGuestsFile } from "../../../generator/creation/file";
import { draftOf } from "../../../generator/creation/props";
import { guestsSchema } from "../../../generator/creation/schema";
import { readWanted } from "../../../generator/creation/wanted";
import { Size } from "../../../lib/pve/size";
import { thrown } from "../../support/thrown";

const yaml = `
guests:
  - kind: vm
    name: web-02
    cores: 4
    memory: 8GiB
    net: [{ bridge: vmbr0, tag: 20 }]
    tags: [web, prod]
  - kind: container
    name: dns
    id: 205
    template: local:vztmpl/alpine-3.22.tar.xz
    net0: bridge=vmbr0,ip=10.0.0.5/24,gw=10.0.0.1
    rootfs: fast:8
    onBoot: true
    sshKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmE= mira@laptop
`;
const validate = new Ajv({ allowUnionTypes: true, strict: false }).compile(guestsSchema());

describe("a file of guests", () => {
  it("has a schema that tells what only root@pam may set", () => {
    const told = (JSON.stringify(guestsSchema()).match(/"description":"[^"]*root@pam[^"]*"/g) ?? []).map((one) => one.slice(15, -1));
    expect(told).to.include("Raw arguments for QEMU. Only root@pam may set it, and no token.").and.include("Processor architecture. Only root@pam may set it, and no token.");
  });

  it("says what the options say, in YAML and in JSON, and fits its schema", () => {
    const [web, dns] = readGuestsFile(yaml, "guests.yml", undefined, []);
    expect(draftOf("qemu", web!.said)).to.deep.equal({
      cpu: { cores: 4 },
      memory: Size.gibibytes(8),
      networkDevices: [{ bridge: { kind: "bridge", name: "vmbr0" }, vlanId: 20 }],
      tags: ["web", "prod"],
    });
    expect(draftOf("lxc", dns!.said)).to.deep.equal({
      onBoot: true,
      rootDisk: { storage: { kind: "storage", name: "fast" }, size: Size.gibibytes(8) },
      networkInterfaces: [{ name: "eth0", bridge: { kind: "bridge", name: "vmbr0" }, ip: "10.0.0.5/24", gateway: "10.0.0.1" }],
    });
    expect([dns!.vmId, dns!.origin, dns!.keys]).to.deep.equal([205, { is: "template", called: "local:vztmpl/alpine-3.22.tar.xz" }, ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmE= mira@laptop"]]);
    const json = { kind: "vm", name: "web-02", cores: 4, memory: 8192, net0: "vmbr0,tag=20" };
    const [one] = readGuestsFile(JSON.stringify(json), "web.json", undefined, []);
    expect(draftOf("qemu", one!.said)).to.deep.include({ cpu: { cores: 4 }, memory: Size.gibibytes(8) });
    expect(draftOf("qemu", readWanted("qemu", { name: "web-02", cores: 4, memory: "8192", net: ["0=vmbr0,tag=20"] }, { keys: [] }).said)).to.deep.equal(draftOf("qemu", one!.said));
    for (const good of [json, [json], { guests: [json] }]) expect(validate(good), JSON.stringify(validate.errors)).to.equal(true);
    for (const bad of [{ ...json, kind: "pod" }, { ...json, colour: "red" }, { kind: "vm" }, []]) expect(validate(bad)).to.equal(false);
  });

  it("says where it is wrong, and what to write", async () => {
    const complaint = async (text: string) => (await thrown((async () => readGuestsFile(text, "guests.yml", undefined, []))())).message;
    expect(await complaint("- kind: vm\n  name: web\n- kind: vm\n  name: db\n  colour: red\n")).to.equal('guests.yml:5: [1].colour: there is no setting "colour"');
    expect(await complaint("- kind: pod\n  name: web\n")).to.match(/^guests\.yml:1: \[0\]\.kind: kind is "pod", and must be vm or container$/);
    expect(await complaint("kind: vm\nname: 'a b'\n")).to.match(/^guests\.yml:2: name: expected a name as in DNS/);
    expect(await complaint("kind: vm\nname: web\ncores: many\n")).to.match(/^guests\.yml:3: cores: expected/);
    expect(await complaint("guests:\n  - kind: vm\n    name: web\n    net0: bogus=1\n")).to.match(/^guests\.yml:4: guests\[0\]\.net0: expected one of bridge, /);
    expect(await complaint("guests:\n  - name: web\n")).to.equal("guests.yml:2: guests[0]: kind is missing: vm or container");
    expect(await complaint("kind: [vm\n")).to.match(/^guests\.yml:\d+: /);
  });

  it("never shows a private key", async () => {
    const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----";
    const error = await thrown((async () => readWanted("qemu", { name: "web" }, { keys: [key] }))());
    expect(error.message).to.contain("that is a private key");
    expect(JSON.stringify([error.message, error.facts])).not.to.contain("c2VjcmV0");
  });

  it("takes no name that is more than a name, in a path, in YAML or in code", async () => {
    for (const name of ["../../etc", "a/b", "a\nb", '"); process.exit(); ("', "${x}", "{{ lookup }}", "-rf", "web_1", "x".repeat(64), "."]) {
      expect((await thrown((async () => readWanted("qemu", { name }, { keys: [] }))())).message, name).to.match(/^name: expected a name as in DNS/);
    }
  });
});
