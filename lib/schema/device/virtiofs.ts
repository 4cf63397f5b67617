import { notEmpty, oneOf } from "../accept";
import { configId } from "../pve-format";
import { first, numbered } from "../place";
import { block, row } from "../row";
import { flag } from "../shape/number";
import { reference } from "../shape/reference";
import { formatted, word } from "../shape/text";

// virtiofs0: share,cache=always,expose-acl=1
export const virtiofs = block("virtiofs", "virtiofs", {
  says: "Directories of the node, shared by virtiofs.",
  from: numbered("virtiofs", 10), most: 8, packing: { defaultKey: "dirid" },
  refuses: (device) => (device["expose-acl"] === "1" && (device["expose-xattr"] ?? "1") !== "1" ? { why: "expose-xattr=0 contradicts expose-acl=1", cure: { "expose-xattr": "1" } } : undefined),
}, [
  row("dirid",      "mapping",    "mapping",    reference("dir-mapping", formatted(configId)), { required: true, accepts: notEmpty, says: "Directory mapping of the cluster." }),
  row("cache",      "cache",      "cache",      word("auto", "always", "metadata", "never"), { default: "auto", accepts: oneOf("auto", "always", "metadata", "never"), says: "What the guest may cache." }),
  row("direct-io",  "directIo",   "direct_io",  flag, { says: "Honours O_DIRECT of the guest's programs." }),
  row("expose-acl", "exposeAcl",  "expose_acl", flag, { says: "Exposes POSIX ACLs; implies `exposeXattr`." }),
  row(first("expose-xattr", "expose-acl"), "exposeXattr", "expose_xattr", flag, { says: "Exposes extended attributes." }),
]);
