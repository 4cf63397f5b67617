import { each, oneOf } from "../../accept";
import { key } from "../../place";
import { block, lost, row } from "../../row";
import { list } from "../../shape/list";
import { flag } from "../../shape/number";

const unknown = "the provider does not know it";

// features: nesting=1,keyctl=1,mount=nfs;cifs
export const features = block("features", "features", { says: "What the container may do. All but nesting needs root@pam to change.", from: key("features"), when: "differs" }, [
  row("nesting", "nesting", "nesting", flag, { says: "Containers inside." }),
  row("keyctl",  "keyctl",  "keyctl",  flag, { says: "The keyctl() system call, which Docker needs." }),
  row("fuse",    "fuse",    "fuse",    flag, { says: "FUSE file systems." }),
  row("mknod",   "mknod",   "mknod",   flag, { says: "Device nodes." }),
  row("mount",   "mount",   "mount",   list(";", { pattern: /^[a-zA-Z0-9_; ]+$/ }), { accepts: each(oneOf("nfs", "cifs")), says: "File systems that may be mounted: `nfs`, `cifs`." }),
  lost("force_rw_sys", flag, unknown),
]);
