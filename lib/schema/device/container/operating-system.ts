import { fileId, oneOf } from "../../accept";
import { constant } from "../../place";
import { block, row } from "../../row";
import { reference } from "../../shape/reference";
import { word } from "../../shape/text";

// ostype: debian
export const operatingSystem = block("operating_system", "operatingSystem", { says: "What runs inside. A text alone is `type`.", when: "differs", replaces: true, short: "type" }, [
  row("ostype", "type", "type", word("debian", "devuan", "ubuntu", "centos", "fedora", "opensuse", "archlinux", "alpine", "gentoo", "nixos", "unmanaged"), {
    absent: "", default: "unmanaged", says: "Distribution, which decides how Proxmox VE sets up the container.",
    accepts: oneOf("alpine", "archlinux", "centos", "debian", "devuan", "fedora", "gentoo", "nixos", "opensuse", "ubuntu", "unmanaged") }),
  row(constant(""), "template", "template_file_id", reference("image"), { required: true, replaces: true, unsaid: "", counts: "never", accepts: fileId, says: "Template that it is made from. It has no effect later." }),
]);
