import { atLeast, oneOf } from "../../accept";
import { lines } from "../../place";
import { block, row, type Trouble } from "../../row";
import { integer } from "../../shape/number";
import { word } from "../../shape/text";

/** LXC also has `b`, which maps users and groups alike; the provider fails on it, and on a line that is not made of four words. */
function unreadable(line: Readonly<Record<string, unknown>>): Trouble | undefined {
  const { type, container, host, size } = line;
  const text = Object.values(line).join(" ");
  const key = "lxc.idmap";
  if (![container, host, size].every((one) => /^\d+$/.test(String(one))) || Object.keys(line).length > 4) return { key, why: `"${text}" is not u or g, and three numbers` };
  return type === "u" || type === "g" ? undefined : { key, why: `the provider knows u for users and g for groups, and not "${text}"; for b, Proxmox VE takes two lines as well: "u ${String(container)} ${String(host)} ${String(size)}" and "g ${String(container)} ${String(host)} ${String(size)}"` };
}

// lxc.idmap: u 0 100000 65536
export const idmap = block("idmap", "idMaps", { says: "Raw mappings of users and groups.", from: lines("lxc.idmap", "type", "container", "host", "size"), refuses: unreadable }, [
  row("type",      "type",        "type",         { ...word("uid", "gid"), read: (value) => (value === "u" ? "uid" : "gid") }, { required: true, accepts: oneOf("uid", "gid"), says: "`uid` or `gid`." }),
  row("container", "containerId", "container_id", integer(0), { required: true, accepts: atLeast(0), says: "First id inside." }),
  row("host",      "hostId",      "host_id",      integer(0), { required: true, accepts: atLeast(0), says: "First id on the node." }),
  row("size",      "size",        "size",         integer(0), { required: true, accepts: atLeast(1), says: "How many." }),
]);
