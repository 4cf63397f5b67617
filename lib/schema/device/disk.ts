import { atLeast, atMostCharacters, either, fileFormat, fileId, matches, oneOf } from "../accept";
import { extension, first, numbered, slot, storedFormat } from "../place";
import { block, lost, providerOnly, row } from "../row";
import { decimal, flag, integer, wholeDecimal } from "../shape/number";
import { isPath, pathOfVolume, reference, storageOfVolume } from "../shape/reference";
import { wholeGibibytes } from "../shape/size";
import { formatted, onOrIgnore, text, word } from "../shape/text";
import { urlEncoded, volumeOrPath } from "../pve-format";

export const driveFamilies = ["ide", "sata", "scsi", "virtio"] as const;

const unknown = "the provider does not know it";
const imageFormats = word("raw", "qcow", "qed", "qcow2", "vmdk", "cloop");
const encoded = (most: number) => formatted(urlEncoded, text(new RegExp(`^.{0,${most}}$`)));

// Where a volume's format is the storage's business, and where its path is Proxmox VE's, code says neither.
const isPassedThrough = (device: Readonly<Record<string, unknown>>) => isPath(device.file);
const namesFormat = (device: Readonly<Record<string, unknown>>) => device.format !== undefined || /:.*\.[^./]+$/.test(String(device.file));

const whySizeless = ({ slot: drive, file, size }: Readonly<Record<string, unknown>>) =>
  size !== undefined || isPath(file) ? undefined : `${String(drive)} has no size in Proxmox VE: a guest that is made again gets 8 GiB there`;

// scsi0: local-lvm:vm-100-disk-0,discard=on,iothread=1,size=32G,ssd=1
export const disk = block("disk", "disks", {
  says: "Disks, by bus (ide, sata, scsi, virtio) and number.",
  from: numbered(driveFamilies, 31), most: 31, role: "disk", packing: { defaultKey: "file" },
}, [
  row(slot,        "interface", "interface",         text(),          { required: true, says: "Bus and number: `scsi0`, `virtio1`." }),
  row("file",      "storage",   "datastore_id",      formatted(volumeOrPath, storageOfVolume), { absent: "", default: "local-lvm", always: true, aliases: ["volume"], says: "Storage that holds the disk; the empty text goes with `path`." }),
  row("file",      "path",      "path_in_datastore", formatted(volumeOrPath, pathOfVolume), { computed: true, saidIf: isPassedThrough, says: "Device of the node that is passed through: `/dev/disk/by-id/…`.", otherwise: "- a volume of the storage is made" }),
  row(first("format", extension("file"), storedFormat("file")), "format", "file_format", imageFormats, { computed: true, saidIf: namesFormat, accepts: fileFormat, says: "Image format; block storages have only `raw`.", otherwise: "- the storage's own" }),
  row("size",      "size",      "size",              wholeGibibytes,  { computed: true, accepts: atLeast(1), blank: (size) => size === 0, caution: whySizeless, says: "Size, in whole GiB." }),
  row("aio",       "aio",       "aio",               word("native", "threads", "io_uring"), { default: "io_uring", accepts: oneOf("io_uring", "native", "threads"), says: "How the node does the disk's I/O." }),
  row("backup",    "backup",    "backup",            flag,            { default: true, says: "Takes part in backups." }),
  row("cache",     "cache",     "cache",             word("none", "writethrough", "writeback", "unsafe", "directsync"), { default: "none", accepts: oneOf("none", "writethrough", "writeback", "unsafe", "directsync"), says: "Write cache." }),
  row("discard",   "discard",   "discard",           onOrIgnore,      { default: "ignore", says: "Returns freed blocks to the storage." }),
  row("iothread",  "ioThread",  "iothread",          flag,            { on: ["scsi", "virtio"], says: "Gives the disk a thread of its own." }),
  row("queues",    "queues",    "queues",            integer(2),      { on: ["scsi"], accepts: either(matches(/^0$/, "0"), atLeast(2)), says: "Queues of the disk.", otherwise: "- one" }),
  row("replicate", "replicate", "replicate",         flag,            { default: true, says: "Takes part in storage replication." }),
  row("serial",    "serial",    "serial",            encoded(60),     { accepts: atMostCharacters(20), says: "Serial number that the guest sees." }),
  row("ssd",       "ssd",       "ssd",               flag,            { on: ["ide", "sata", "scsi"], says: "Tells the guest that the disk is an SSD." }),
  providerOnly("fileId",     "file_id",     reference("image"), { state: "", replaces: true, accepts: fileId, why: "Read never tells where a disk came from, and writing it replaces the guest", says: "Image that the disk begins with, copied over ssh: an image of the content `iso`. Another one replaces the guest." }),
  providerOnly("importFrom", "import_from", reference("image"), { state: "", accepts: fileId, why: "Read never tells where a disk came from", says: "Image that the disk begins with, copied by Proxmox VE: an image of the content `import`. It has no effect later." }),
  block("speed", "speed", { when: "present", says: "Limits of the disk's throughput.", otherwise: "- none" }, [
    row("iops_rd",     "iopsRead",           "iops_read",            integer(),    { says: "Reads.", unit: "per second" }),
    row("iops_rd_max", "iopsReadBurstable",  "iops_read_burstable",  integer(),    { says: "Reads in a burst.", unit: "per second" }),
    row("iops_wr",     "iopsWrite",          "iops_write",           integer(),    { says: "Writes.", unit: "per second" }),
    row("iops_wr_max", "iopsWriteBurstable", "iops_write_burstable", integer(),    { says: "Writes in a burst.", unit: "per second" }),
    row("mbps_rd",     "read",               "read",                 wholeDecimal, { says: "Read rate.", unit: "MB/s" }),
    row("mbps_rd_max", "readBurstable",      "read_burstable",       wholeDecimal, { says: "Read rate in a burst.", unit: "MB/s" }),
    row("mbps_wr",     "write",              "write",                wholeDecimal, { says: "Write rate.", unit: "MB/s" }),
    row("mbps_wr_max", "writeBurstable",     "write_burstable",      wholeDecimal, { says: "Write rate in a burst.", unit: "MB/s" }),
  ]),
  // `media` is the drive's role: with `cdrom` the line is not a disk.
  lost("media",  word("cdrom", "disk"), "it is the drive's role", { internal: true }),
  ...["bps", "bps_rd", "bps_wr", "iops", "iops_max"].map((key) => lost(key, integer(), unknown)),
  ...["bps_max_length", "iops_max_length"].map((key) => lost(key, integer(1), unknown)),
  ...["bps_rd", "bps_wr", "iops_rd", "iops_wr"].map((key) => lost(`${key}_max_length`, integer(1), unknown, { aliases: [`${key}_length`] })),
  ...["mbps", "mbps_max"].map((key) => lost(key, decimal(), unknown)),
  lost("detect_zeroes", flag, unknown, { default: true }),
  lost("model",     encoded(120), unknown, { on: ["ide"] }),
  lost("product",   text(/^[A-Za-z0-9\-_\s]{0,16}$/), unknown, { on: ["scsi"] }),
  lost("rerror",    word("ignore", "report", "stop"), unknown),
  lost("ro",        flag, unknown, { on: ["scsi", "virtio"] }),
  lost("scsiblock", flag, unknown, { on: ["scsi"] }),
  lost("shared",    flag, unknown),
  lost("snapshot",  flag, unknown),
  lost("vendor",    text(/^[A-Za-z0-9\-_\s]{0,8}$/), unknown, { on: ["scsi"] }),
  lost("werror",    word("enospc", "ignore", "report", "stop"), unknown),
  lost("wwn",       text(/^0x[0-9a-fA-F]{16}$/), unknown, { on: ["ide", "sata", "scsi"] }),
]);
