import { oneOf } from "../accept";
import { key } from "../place";
import { block, row } from "../row";
import { flag } from "../shape/number";
import { word } from "../shape/text";

// amd-sev: snp,allow-smt=0
export const amdSev = block("amd_sev", "amdSev", {
  says: "AMD Secure Encrypted Virtualization.", otherwise: "- off",
  from: key("amd-sev"), when: "differs", replaces: true, packing: { defaultKey: "type" },
  unread: "the provider does not read amd-sev when all its settings are the provider's own defaults",
}, [
  row("type",           "type",         "type",           word("std", "es", "snp"), { absent: "", default: "std", always: true, accepts: oneOf("std", "es", "snp"), rootOnly: true, says: "Generation." }),
  row("allow-smt",      "allowSmt",     "allow_smt",      flag, { absent: false, default: true, means: true, rootOnly: true, says: "Lets the guest run on hyper-threads." }),
  row("kernel-hashes",  "kernelHashes", "kernel_hashes",  flag, { rootOnly: true, says: "Adds kernel hashes to the measurement." }),
  row("no-debug",       "noDebug",      "no_debug",       flag, { rootOnly: true, says: "Forbids debugging by the host." }),
  row("no-key-sharing", "noKeySharing", "no_key_sharing", flag, { rootOnly: true, says: "Forbids sharing keys with other guests." }),
]);
