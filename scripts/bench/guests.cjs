// A process of its own: guests in a stack of a kind, synthesised. Says what it took: { construct, synth, memory } in ms and KB.
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const [kind, count] = process.argv.slice(2);
if (kind === "plain") {
  // Stock cdktf notes where each part of a binding was made; the constructs of pmpc would keep it from that.
  const { captureStackTrace } = Error;
  Object.defineProperty(Error, "captureStackTrace", { get: () => captureStackTrace, set() {} });
}
const { App, TerraformStack } = require("cdktf");
const { Container, Node, ProxmoxProvider, ProxmoxStack, Size, Storage, VirtualMachine } = require("../../dist/constructs");

const start = performance.now();
const outdir = mkdtempSync(join(tmpdir(), "pmpc-bench-"));
const app = new App({ outdir });
const stack = new (kind === "plain" ? TerraformStack : ProxmoxStack)(app, "bench");
new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
const nodes = ["pve1", "pve2", "pve3"].map((name) => Node.fromName(stack, name));
const storage = Storage.fromName(stack, "local-lvm");
for (let at = 0; at < Number(count); at++) (at % 3 === 2 ? container : machine)(at);
const constructed = performance.now();
app.synth();
const synthesised = performance.now();
rmSync(outdir, { recursive: true });
const memory = process.resourceUsage().maxRSS;
process.stdout.write(JSON.stringify({ construct: constructed - start, synth: synthesised - constructed, memory }));

function machine(at) {
  new VirtualMachine(stack, `vm${at}`, {
    vmId: 100 + at,
    node: nodes[at % 3],
    description: `Machine ${at}`,
    onBoot: true,
    agent: true,
    bios: "ovmf",
    machine: "q35",
    operatingSystem: "l26",
    scsiHardware: "virtio-scsi-single",
    startup: { order: 1, upDelay: 30 },
    cpu: { cores: 4, sockets: 1, type: "host", units: 2048 },
    memory: Size.gibibytes(4),
    efiDisk: { storage, type: "4m" },
    disks: [
      { interface: "scsi0", storage, size: Size.gibibytes(32), discard: true, ioThread: true, cache: "writeback" },
      { interface: "scsi1", storage, size: Size.gibibytes(100), discard: true, ssd: true, backup: false },
    ],
    networkDevices: [{ bridge: "vmbr0", vlanId: 10, firewall: true, macAddress: mac(at) }],
    tags: ["web", "production"],
  });
}

function container(at) {
  new Container(stack, `ct${at}`, {
    vmId: 100 + at,
    node: nodes[at % 3],
    description: `Container ${at}`,
    onBoot: true,
    unprivileged: true,
    features: { nesting: true },
    operatingSystem: { type: "debian", template: "local:vztmpl/debian-13.tar.zst" },
    startup: { order: 2 },
    cpu: { cores: 2, units: 512 },
    memory: Size.gibibytes(2),
    rootDisk: { storage, size: Size.gibibytes(16) },
    mountPoints: [{ volume: `local-lvm:vm-${100 + at}-disk-1`, path: "/srv", size: Size.gibibytes(64), backup: true }],
    networkInterfaces: [{ name: "eth0", bridge: "vmbr0", macAddress: mac(at), vlanId: 20, ip: "dhcp" }],
    tags: ["db"],
  });
}

function mac(at) {
  return `BC:24:11:${[at >> 16, at >> 8, at].map((byte) => (byte & 255).toString(16).padStart(2, "0").toUpperCase()).join(":")}`;
}
