import { expect } from "chai";
import type { GuestType } from "../../../lib/pve/address";
import { configurationOf } from "../../../lib/schema/config-response";
import { formatsOf } from "../../../lib/schema/format";
import type { ReadableGuest } from "../../../lib/schema/read-back";
import { remedyOf } from "../../../lib/schema/remedy";
import { Refusal, type TerraformValue } from "../../../lib/schema/shape";
import { writeGuest, type Writing } from "../../../lib/schema/write";

const least: Readonly<Record<GuestType, readonly string[]>> = {
  qemu: ["name: vm", "ostype: l26", "memory: 2048", "cpu: host", "scsihw: virtio-scsi-single", "boot: order=net0", "smbios1: uuid=00000000-0000-4000-8000-000000000001"],
  lxc: ["hostname: ct", "arch: amd64", "ostype: debian", "cores: 1", "memory: 512", "swap: 512", "rootfs: tank:subvol-100-disk-0,size=8G"],
};

/** A guest as it is read from its file, with a line that stands for whatever it says of the same key. */
function guestWith(type: GuestType, key: string, value: string): ReadableGuest {
  const text = [...least[type].filter((line) => !line.startsWith(`${key}:`)), `${key}: ${value}`, ""].join("\n");
  return { type, vmId: 100, node: "pve", running: false, config: configurationOf(type, text), formatOf: () => "raw" };
}

function written(guest: ReadableGuest): Writing | Refusal {
  try {
    return writeGuest(guest);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Objects that say nothing, by where they are. */
function emptyIn(value: TerraformValue, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one: TerraformValue, index) => emptyIn(one, `${at}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value as Readonly<Record<string, TerraformValue>>);
  return [...(entries.every(([, one]) => one === "" || one === null) ? [at] : []), ...entries.flatMap(([name, one]) => emptyIn(one, `${at}.${name}`))];
}

const forms = { "a blank": " ", "nothing but commas": ",,", "a word": "maybe", "an unknown part": "foo=bar", zero: "0" };

describe("a line of a guest's file that holds", () => {
  for (const [name, value] of Object.entries(forms)) {
    for (const type of ["qemu", "lxc"] as const) {
      const keys = [...formatsOf(type)].map(({ family, count }) => (count === undefined ? family : `${family}0`)).concat(type === "lxc" ? ["lxc", "unheard"] : ["unheard"]);
      it(`${name}, whatever its key (${type}): nothing is said by halves, and every reason names what it is about`, () => {
        expect(keys).to.have.lengthOf.above(35);
        for (const key of keys) {
          const guest = guestWith(type, key, value);
          const writing = written(guest);
          if (writing instanceof Refusal) {
            expect(writing.message, key).to.match(new RegExp(`^${key}( [a-z_-]+)?: .`));
            continue;
          }
          for (const why of [...writing.ignore.map((one) => one.why), ...writing.notes, ...writing.claims.flatMap((one) => one.why ?? [])]) expect(why, key).to.match(/\S$/).and.not.match(/ is [:,;]| is $|is something else/);
          // Settings of cloud-init may be without a drive.
          const said = Object.entries(writing.config).filter(([attribute]) => attribute !== "initialization");
          expect(said.flatMap(([attribute, one]) => emptyIn(one, attribute)), key).to.deep.equal([]);
        }
      });
    }
  }

  it("a word that is no flag, in a container's file, is on to Proxmox VE unless it counts as nothing", () => {
    const said = (key: string, value: string) => (written(guestWith("lxc", key, value)) as Writing).config;
    for (const [key, attribute] of [["onboot", "start_on_boot"], ["unprivileged", "unprivileged"], ["protection", "protection"], ["template", "template"]] as const) {
      for (const [value, is] of [["maybe", true], ["2", true], [" ", true], ["yes", true], ["0", undefined], ["off", undefined]] as const) expect(said(key, value)[attribute], `${key}: ${value}`).to.equal(is);
    }
  });

  it("a variable without a value, which the code cannot have: it is listed by its name", () => {
    const text = [...least.lxc, "lxc.environment.runtime: A=1", "lxc.environment.runtime: LANG", ""].join("\n");
    const { config, claims } = written({ ...guestWith("lxc", "cores", "1"), config: configurationOf("lxc", text) }) as Writing;
    expect(config.environment_variables).to.deep.equal({ A: "1" });
    expect(claims.find(({ key }) => key === "env")).to.deep.include({ outcome: "notSaid", why: "env LANG: the provider knows only variables that have a value" });
  });

  it("a word that is no flag, in a line of parts: Proxmox VE does not understand it, so it is neither on nor said", () => {
    for (const [key, line, field] of [["features", "keyctl=1,nesting=maybe", "nesting"], ["net0", "name=eth0,bridge=vmbr0,firewall=2", "firewall"], ["mp0", "tank:x,mp=/a,backup=yess", "backup"], ["rootfs", "tank:x,size=8G,acl=si", "acl"], ["dev0", "/dev/x,deny-write=maybe", "deny-write"]] as const) {
      const { config, ignore, claims } = written(guestWith("lxc", key, line)) as Writing;
      const without = written(guestWith("lxc", key, line.replace(new RegExp(`,${field}=[^,]*`), ""))) as Writing;
      expect([config, ignore], line).to.deep.equal([without.config, without.ignore]);
      expect(claims.find((one) => one.key === key && one.field === field), line).to.include({ outcome: "notSaid", why: "Proxmox VE does not understand this value" });
    }
  });

  it("a packed key that names nothing, which the provider counts all the same: nothing is said of it, and nothing noted", () => {
    for (const value of [" ", ",", ", ,"]) {
      const { config, ignore, notes } = written(guestWith("qemu", "cicustom", value)) as Writing;
      expect(config.initialization, JSON.stringify(value)).to.equal(undefined);
      expect(ignore).to.deep.include({ path: "initialization", why: "cicustom names nothing" });
      expect(notes.join()).not.to.include("cloudInit");
    }
    // Beside anything else that says something, it is as if it were not there.
    const { config } = written({ ...guestWith("qemu", "cicustom", " "), config: { ...guestWith("qemu", "cicustom", " ").config, ciuser: "kim" } }) as Writing;
    expect(config.initialization).to.deep.equal([{ datastore_id: "", user_account: [{ username: "kim" }] }]);
  });

  it("a device behind a gap, or one that the provider does not read: which number it has in a guest that is made again", () => {
    const notes = (type: GuestType, lines: Readonly<Record<string, string>>) => (written({ ...guestWith(type, "onboot", "0"), config: { ...guestWith(type, "onboot", "0").config, ...lines } }) as Writing).notes;
    expect(notes("lxc", { mp0: "tank:a,mp=/a", mp3: "size=4G", mp5: "tank:b,mp=/b" })).to.include("mp5 becomes mp1 in a guest that is made again: the provider counts without gaps");
    expect(notes("qemu", { usb0: "spice", usb7: "host=1234:5678" })).to.include("usb7 becomes usb1 in a guest that is made again: the provider counts without gaps");
    expect(notes("qemu", { usb0: "spice", usb1: "host=1234:5678" }).join()).not.to.include("becomes");
  });

  it("a processor of which nobody knows yet: it is not told as another one", () => {
    for (const name of ["DiamondRapids", "Zhaoxin-C86-v2"]) {
      const { config, ignore } = written(guestWith("qemu", "cpu", name)) as Writing;
      expect(config.cpu).to.deep.equal([{ cores: 1 }]);
      expect(ignore.find(({ path }) => path === "cpu[0].type")?.why).to.include(`cpu cputype is ${name}`);
    }
    expect((written(guestWith("qemu", "cpu", "nosuch")) as Writing).config.cpu).to.deep.equal([{ cores: 1, type: "kvm64" }]);
  });

  it("another value where Proxmox VE has but one: it is told, and not counted among its own records", () => {
    const type = (value: string) => {
      const writing = written(guestWith("lxc", "net0", `name=eth0,bridge=vmbr0,type=${value}`)) as Writing;
      return writing.claims.find(({ key, field }) => key === "net0" && field === "type");
    };
    expect(type("veth")).to.include({ outcome: "notSaid", internal: true });
    expect(type("phys")).to.include({ outcome: "notSaid", why: "Proxmox VE does not know this value" }).and.not.have.property("internal");
  });

  it("no root disk, which code cannot say: a container without one is left out, whatever the provider takes it for", () => {
    const { rootfs: _, ...config } = guestWith("lxc", "cores", "1").config as Record<string, unknown>;
    const guest = { ...guestWith("lxc", "cores", "1"), config };
    const refusal = written(guest) as Refusal;
    expect(refusal.message).to.equal("rootfs: it is missing, and Proxmox VE neither has a root disk then nor starts the container; the provider takes it for 4 GiB on local");
    expect(remedyOf(guest, refusal)).to.equal(undefined);
  });

  it("a key that no container has in place of its raw lines: one guest is refused, with what helps", () => {
    const guest = guestWith("lxc", "lxc", "x");
    const refusal = written(guest) as Refusal;
    expect(refusal.message).to.equal('lxc: the provider wants a list of raw lines, not "x"; no container needs such a key');
    expect(remedyOf(guest, refusal)).to.equal("sed -i '/^lxc:/d' /etc/pve/lxc/100.conf");
  });
});
