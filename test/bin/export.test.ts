import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ExportReport } from "../../generator/action/export";
import type { WriteReport } from "../../generator/renew/write-report";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { printDraft } from "../../simulator/scenario/text";
import { mapSchema, vlansBy } from "../../generator/transfer/map";
import { reachClusterC, serveClusterC } from "../support/cluster-c";
import { readInventory } from "../../lib/inventory/inventory";
import { castAnonymous } from "../../generator/transfer/anonymous";
import { mountSmallDisk } from "../support/small-disk";
import { home, newFolder, paths, pmpc, reach, remove } from "./command";

describe("pmpc export", () => {
  for (const scenario of ["homelab", "office"]) {
    describe(`of the ${scenario}`, () => {
      let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
      before(async () => {
        simulator = await startSimulator({ scenario });
        folder = newFolder();
        await pmpc(["import", ...reach(simulator, simulator.tokens.root), "--out", "home", "--no-verify"], folder);
      });
      after(async () => {
        await simulator.close();
        remove(folder);
      });
      const run = async (...args: string[]) => {
        const { code, stdout } = await pmpc(["export", ...args, "--out", "home", "--json"], folder);
        return { code, report: JSON.parse(stdout) as ExportReport & { readonly error?: { readonly message: string } } };
      };

      it("with --anonymise lets no name, address, hardware address, key or word of a note leave", async () => {
        // The user's own code stays here, in files of its own and in those that an import wrote.
        const own = "Plans of the night shift: coverword-7713";
        writeFileSync(join(folder, "home/mine.ts"), `// ${own}\nexport const mine = 1;\n`);
        const written = paths(join(folder, "home")).find((path) => /^guests\/.*\.ts$/.test(path))!;
        writeFileSync(join(folder, "home", written), `${readFileSync(join(folder, "home", written), "utf8")}\n// ${own}\n`);
        const { code, report } = await run("shown", "--anonymise");
        expect([code, report.guests > 5]).to.satisfy(([end, many]: [number, boolean]) => (end === 0 || end === 3) && many);
        const shown = paths(join(folder, "shown"));
        expect(shown.filter((path) => path.startsWith(".proxmox"))).to.deep.equal([]);
        const text = shown.map((path) => `${path}\n${readFileSync(join(folder, "shown", path), "utf8")}`).join("\n");
        expect(text).to.not.include("coverword");
        const common = await commonWords(folder);
        const words = [...identifying(simulator)].filter((word) => word !== "" && word !== "0.0.0.0" && !wordsIn(word).every((part) => common.has(part)));
        expect(words.length).to.be.greaterThan(50);
        const found = words.filter((word) => new RegExp(`(?<![\\w.:-])${word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}(?![\\w:-])`, "i").test(text));
        expect(found).to.deep.equal([]);
        // Which keyboard somebody has tells where they live, and which VLANs, who they are to a neighbour.
        const answers = readFileSync(join(folder, "shown/recorded-cluster.json"), "utf8");
        expect(answers).to.not.match(/keyboard|"language"/);
        const tags = (of: string) => new Set([...of.matchAll(/\btag=(\d+)/g)].map(([, tag]) => tag!));
        const before = simulator.cluster.guests().map((vmId) => simulator.cluster.text(vmId)).join("\n");
        expect(tags(answers).size).to.equal(tags(before).size).and.to.be.greaterThan(1);
        expect([...tags(answers)].sort()).to.not.deep.equal([...tags(before)].sort());
      });

      it("leaves nothing of itself on a disk that is full, where it is a place of its own, too", async function () {
        const disk = mountSmallDisk(2 ** 16);
        if (disk === undefined) return this.skip();
        try {
          for (const target of [disk.folder, join(disk.folder, "new")]) {
            const { code, report } = await run(target, "--anonymise");
            expect([code, report.error?.message]).to.satisfy(([end, says]: [number, string]) => end === 1 && says.endsWith("the disk is full"));
            expect(paths(disk.folder)).to.deep.equal([]);
          }
        } finally {
          disk.remove();
        }
      });

      it("takes an endpoint as every verb does, and writes nothing for what is none", async () => {
        const { code, report } = await run("nowhere", "--endpoint", "no such thing");
        expect([code, report.error?.message]).to.deep.equal([64, 'the endpoint "no such thing" is not an address of the form https://host:8006']);
        expect(paths(folder).filter((path) => path.startsWith("nowhere"))).to.deep.equal([]);
        await run("elsewhere", "--endpoint", "pve-b.lan");
        expect(readFileSync(join(folder, "elsewhere/.proxmox/config.yml"), "utf8")).to.contain("endpoint: https://pve-b.lan:8006\n");
      });

      it("gives other names each time, and a cluster that can be imported", async () => {
        await run("again", "--anonymise");
        const texts = ["shown", "again"].map((one) => readFileSync(join(folder, one, "recorded-cluster.json"), "utf8"));
        const macs = texts.map((text) => new Set(text.match(/BC:24:11(:[0-9A-F]{2}){3}/g)));
        expect(macs[0]!.size).to.be.greaterThan(3);
        expect([...macs[0]!].filter((mac) => macs[1]!.has(mac))).to.deep.equal([]);
        const replayed = await startSimulator({ scenario: join(folder, "shown/recorded-cluster.json") });
        try {
          const { stdout } = await pmpc(["import", ...reach(replayed, replayed.tokens.root), "--out", "imported", "--no-verify", "--json"], folder);
          const guests = (JSON.parse(stdout) as WriteReport).guests.filter(({ outcome }) => outcome === "imported");
          expect(guests.length).to.be.greaterThan(5);
        } finally {
          await replayed.close();
        }
      });

      it("refuses a folder that is not empty, and a map with something else in it", async () => {
        expect((await run("shown", "--anonymise")).code).to.equal(6);
        expect((await run("home/shown", "--anonymise")).code).to.equal(64);
        writeFileSync(join(folder, "map.yml"), "nodez: { pve: alpha }\n");
        const { code, report } = await run("there", "--map", "map.yml");
        expect([code, report.error?.message]).to.deep.equal([64, "--map: map.yml: nodez is not a part of a map"]);
        writeFileSync(join(folder, "map.yml"), "addresses: { 10.0.0.0/24: 10.1.0.0/16 }\n");
        expect((await run("there", "--map", "map.yml")).report.error?.message).to.contain("10.0.0.0/24 → 10.1.0.0/16 are not two networks of the same size");
      });
    });
  }

  for (const [what, serve] of Object.entries({ "a recorded cluster with every kind": recorded, "the simulated data centre": () => simulated("datacentre") })) {
    it(`with --anonymise lets no text of ${what} leave, whichever kind it is of, and has all kinds that are not of a machine`, async () => {
      const folder = newFolder();
      const { access, close } = await serve();
      try {
        await pmpc(["import", ...access, "--out", "home", "--no-verify", "--scope", "all"], folder);
        const { stdout } = await pmpc(["export", "shown", "--anonymise", "--out", "home", "--json"], folder);
        const { others } = JSON.parse(stdout) as ExportReport;
        expect(others.map((one) => one.replace(/^\d+ /, ""))).to.include.members(["storages", "resource pools", "users", "permissions", "security groups", "IP sets", "SDN zones", "virtual networks", "HA resources", "HA rules", "backup jobs", "replication jobs", "metrics servers"]);
        const shown = paths(join(folder, "shown")).map((path) => readFileSync(join(folder, "shown", path), "utf8")).join("\n");
        const common = await commonWords(folder);
        // What the code says of this cluster, which is all that an import wrote.
        const said = paths(join(folder, "home")).filter((path) => /^(?:cluster|guests)\/.*\.ts$/.test(path)).flatMap((path) => [...readFileSync(join(folder, "home", path), "utf8").matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!));
        const words = [...new Set(said.flatMap((text) => text.split(/[\s,;=]+/)))].filter((word) => word.length > 3 && /[^\d.]|\d\.\d+\.\d/.test(word) && !wordsIn(word).every((part) => common.has(part)));
        expect(words.length).to.be.greaterThan(80);
        const found = words.filter((word) => new RegExp(`(?<![\\w.@-])${word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}(?![\\w@-])`, "i").test(shown));
        expect(found.filter((word) => !ofProxmox.test(word))).to.deep.equal([]);
        expect(shown).not.to.match(/\b[0-9a-f]{40}\b|\b[0-9a-f]{64}\b/);
      } finally {
        await close();
        remove(folder);
      }
    });
  }

  it("maps VLANs: single ones, those of a trunk, and ranges whose ends are mapped alike", () => {
    const there = vlansBy({ vlans: { 20: 120, 30: 130, 39: 139, 40: 7 } });
    expect(["20", "20;30-39;50", "40-50", "21"].map(there)).to.deep.equal(["120", "120;130-139;50", "40-50", "21"]);
  });

  it("draws VLANs and ports anew, the same for the same, and leaves where rights are given as it is", () => {
    const cast = castAnonymous(readInventory({ documents: new Map(), unreadable: new Map() } as never));
    const vlans = (text: string) => cast.setting({ is: "vlans" }, text, true)!;
    expect(vlans("20")).to.equal(vlans("20")).and.to.not.equal("20");
    expect(vlans("20;30-32").split(";")).to.have.lengthOf(4).and.to.include(vlans("31"));
    expect([vlans("2-4094"), vlans("0"), vlans("1")]).to.deep.equal(["2-4094", "0", "1"]);
    expect(cast.setting({ is: "text" }, "8086", true)).to.match(/^\d{4,5}$/).and.to.not.equal("8086");
    expect(["/", "/vms", "/access/groups", "/access/realm/corp"].map((path) => cast.thing("acl", path))).to.satisfy(([top, vms, groups, realm]: string[]) => top === "/" && vms === "/vms" && groups === "/access/groups" && !realm!.includes("corp"));
  });

  it("publishes what a map may hold", () => {
    expect(JSON.parse(readFileSync(join(home, "docs/export-map.schema.json"), "utf8"))).to.deep.equal(JSON.parse(JSON.stringify(mapSchema)));
  });
});

/** Words of Proxmox VE's own that no page names: privileges, roles, realms, schedules. Guests are numbered anew, so that one may have the number of another. */
const ofProxmox = /^(?:(?:vm|ct)-\d+|[A-Z]\w+\.[A-Z][\w.]+|PVE[A-Za-z]+|NoAccess|Administrator|root@pam|rootdir|[\w*/,.:-]*\d\d?:\d\d|\*?-?[\d.*/]+|mon\.\.fri|\/access|\/sdn\/zones|\/access\/groups)$/;

async function recorded() {
  const server = await serveClusterC();
  return { access: reachClusterC(server), close: () => server.close() };
}

async function simulated(scenario: string) {
  const simulator = await startSimulator({ scenario });
  return { access: reach(simulator, simulator.tokens.root), close: () => simulator.close() };
}

const wordsIn = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);

/** Words that any project of pmpc has, whichever cluster it is of, and those of Proxmox VE and of the constructs. */
async function commonWords(folder: string): Promise<ReadonlySet<string>> {
  const machine = printDraft({ settings: { cores: 1, memory: 512, name: "q", net0: "virtio=BC:24:11:00:00:01,bridge=q0", scsi0: "q0:vm-100-disk-0,size=8G", tags: "q" } });
  const container = printDraft({ settings: { hostname: "q", memory: 512, net0: "name=q0,bridge=q0,hwaddr=BC:24:11:00:00:02", rootfs: "q0:subvol-101-disk-0,size=8G" } });
  const simulator = await startSimulator({ scenario: { name: "q", files: { "nodes/q/qemu-server/100.conf": machine, "nodes/q/lxc/101.conf": container } } });
  try {
    await pmpc(["import", ...reach(simulator), "--out", "any", "--no-verify"], folder);
  } finally {
    await simulator.close();
  }
  return new Set([join(home, "docs/constructs.md"), ...paths(join(folder, "any")).map((path) => join(folder, "any", path))].flatMap((path) => wordsIn(readFileSync(path, "utf8"))));
}

/** Every name, address, hardware address, key and word of a note of a simulated cluster, from its own files. */
function identifying({ cluster }: Simulator): ReadonlySet<string> {
  const found = new Set<string>();
  for (const vmId of cluster.guests()) {
    const text = cluster.text(vmId) ?? "";
    for (const [, name] of text.matchAll(/^(?:name|hostname): (.+)$/gm)) found.add(name!);
    for (const [, tags] of text.matchAll(/^tags: (.+)$/gm)) for (const tag of tags!.split(/[;, ]/)) found.add(tag);
    for (const [mac] of text.matchAll(/[0-9A-F]{2}(?::[0-9A-F]{2}){5}/gi)) found.add(mac);
    for (const [address] of text.matchAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g)) found.add(address);
    for (const [uuid] of text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi)) if (!/^0+(-0+)*$/.test(uuid)) found.add(uuid);
    for (const [, key] of text.matchAll(/AAAA([A-Za-z0-9+/]{20,})/g)) found.add(key!);
    for (const [, line] of text.matchAll(/^#(.*)$/gm)) for (const word of decodeURIComponent(line!.replace(/%(?![0-9a-f]{2})/gi, "%25")).split(/[^\p{L}\p{N}]+/u)) if (word.length > 4 && !/^\d+$/.test(word)) found.add(word);
    for (const [, field] of text.matchAll(/^(?:searchdomain|ciuser|args|hookscript): (.+)$/gm)) found.add(field!);
  }
  return found;
}
