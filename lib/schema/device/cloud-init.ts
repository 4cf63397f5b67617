import { each, fileFormat, fileId, ipAddress, matches, oneOf } from "../accept";
import { addresses, ipv4, ipv4Config, ipv6, ipv6Config, urlEncoded, volume as isVolume } from "../pve-format";
import { extension, first, numbered } from "../place";
import { block, row } from "../row";
import { encodedLines, list } from "../shape/list";
import { flag } from "../shape/number";
import { reference, storageOfVolume } from "../shape/reference";
import { formatted, text, word } from "../shape/text";

const volume = reference("image", formatted(isVolume));

const noDrive = "cloudInit: it has settings and no drive, which the provider cannot make: to make this guest again, give it a storage";

// ide2: local-lvm:vm-110-cloudinit,media=cdrom     ipconfig0: ip=10.30.0.11/24,gw=10.30.0.1     ciuser: kim
// The drive is found by its volume's name; the rows call it `cloudinit`.
export const cloudInit = block("initialization", "cloudInit", {
  says: "What cloud-init sets up at the guest's first boot.", otherwise: "- no cloud-init drive",
  when: "present", drive: "ide2", packed: { cicustom: {} },
}, [
  row("cloudinit/file", "storage",   "datastore_id", storageOfVolume, { absent: "", default: "local-lvm", always: true, caution: noDrive, says: "Storage that holds the cloud-init drive; the empty text is none." }),
  row("cloudinit/slot", "interface", "interface",    text(), { accepts: matches(/^$|^(ide[0-3]|sata[0-5]|scsi([12]?\d|30))$/, "ide0 to ide3, sata0 to sata5, scsi0 to scsi30"), says: "Bus and number of the drive.", otherwise: "- `ide2`" }),
  row(first("cloudinit/format", extension("cloudinit/file")), "format", "file_format", word("raw", "qcow", "qed", "qcow2", "vmdk", "cloop"), { computed: true, accepts: fileFormat, says: "Image format of the drive.", otherwise: "- the storage's own" }),
  block("dns", "dns", { when: "present", says: "Name resolution.", otherwise: "- the node's" }, [
    row("searchdomain", "domain",  "domain",  text(), { says: "Search domain.", otherwise: "- the node's" }),
    row("nameserver",   "servers", "servers", formatted(addresses, list(" ", { anySeparator: true })), { accepts: each(ipAddress), says: "Name servers.", otherwise: "- the node's" }),
  ]),
  block("ip_config", "ipConfigs", { from: numbered("ipconfig", 32), gaps: "empty", most: 8, says: "Addresses, those of net0 first.", otherwise: "- none" }, [
    block("ipv4", "ipv4", { when: "present", short: "address", says: "IPv4." }, [
      row("ip",  "address", "address", formatted(ipv4Config), { says: "`dhcp`, or an address with its prefix length." }),
      row("gw",  "gateway", "gateway", formatted(ipv4), { says: "Default gateway." }),
    ]),
    block("ipv6", "ipv6", { when: "present", short: "address", says: "IPv6." }, [
      row("ip6", "address", "address", formatted(ipv6Config), { says: "`auto`, `dhcp`, or an address with its prefix length." }),
      row("gw6", "gateway", "gateway", formatted(ipv6), { says: "Default gateway." }),
    ]),
  ]),
  block("user_account", "userAccount", { when: "present", says: "The first user.", otherwise: "- the image's own" }, [
    row("sshkeys",    "keys",     "keys",     formatted(urlEncoded, encodedLines), { says: "Public ssh keys.", otherwise: "- none" }),
    row("cipassword", "password", "password", text(), { secret: true, why: "Proxmox VE does not show it", says: "Password; in code only as a sensitive `TerraformVariable`." }),
    row("ciuser",     "username", "username", text(), { says: "Name." }),
  ]),
  row("cicustom/user",    "userData",    "user_data_file_id",    volume, { computed: true, replaces: true, accepts: fileId, says: "Snippet with user data: `local:snippets/user.yaml`.", otherwise: "- made by Proxmox VE of the other props" }),
  row("cicustom/vendor",  "vendorData",  "vendor_data_file_id",  volume, { computed: true, replaces: true, accepts: fileId, says: "Snippet with vendor data.", otherwise: "- none" }),
  row("cicustom/network", "networkData", "network_data_file_id", volume, { computed: true, replaces: true, accepts: fileId, says: "Snippet with network data.", otherwise: "- made by Proxmox VE of the other props" }),
  row("cicustom/meta",    "metaData",    "meta_data_file_id",    volume, { computed: true, replaces: true, accepts: fileId, says: "Snippet with meta data.", otherwise: "- made by Proxmox VE of the other props" }),
  row("citype",           "type",        "type",                 word("configdrive2", "nocloud", "opennebula"), { computed: true, replaces: true, accepts: oneOf("configdrive2", "nocloud"), says: "Format of the drive.", otherwise: "- `nocloud`, for Windows `configdrive2`" }),
  row("ciupgrade",        "upgrade",     "upgrade",              flag, { default: true, computed: true, says: "Upgrades packages at the first boot." }),
]);
