import { atLeast, oneOf } from "../../accept";
import { block, lines, row } from "../../row";
import { integer } from "../../shape/number";
import { word } from "../../shape/text";

// lxc.idmap: u 0 100000 65536
export const idmap = block("idmap", "idMaps", { says: "Raw mappings of users and groups.", from: lines("lxc.idmap", "type", "container", "host", "size") }, [
  row("type",      "type",        "type",         { ...word("uid", "gid"), read: (value) => (value === "u" ? "uid" : "gid") }, { required: true, accepts: oneOf("uid", "gid"), says: "`uid` or `gid`." }),
  row("container", "containerId", "container_id", integer(0), { required: true, accepts: atLeast(0), says: "First id inside." }),
  row("host",      "hostId",      "host_id",      integer(0), { required: true, accepts: atLeast(0), says: "First id on the node." }),
  row("size",      "size",        "size",         integer(0), { required: true, accepts: atLeast(1), says: "How many." }),
]);
