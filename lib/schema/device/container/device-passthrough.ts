import { atLeast, matches, notEmpty } from "../../accept";
import { devicePath } from "../../pve-format";
import { numbered } from "../../place";
import { block, row } from "../../row";
import { flag, integer } from "../../shape/number";
import { formatted, text } from "../../shape/text";

// dev0: /dev/dri/renderD128,gid=104,mode=0660
export const devicePassthrough = block("device_passthrough", "devices", {
  says: "Devices of the node, passed through.",
  from: numbered("dev", 256), most: 128, packing: { defaultKey: "path" },
}, [
  row("path",       "path",      "path",       formatted(devicePath), { required: true, accepts: notEmpty, rootOnly: true, says: "Device: `/dev/dri/renderD128`." }),
  row("deny-write", "denyWrite", "deny_write", flag, { says: "Forbids writing." }),
  row("gid",        "gid",       "gid",        integer(0), { accepts: atLeast(0), says: "Group that owns it inside." }),
  row("uid",        "uid",       "uid",        integer(0), { accepts: atLeast(0), says: "User that owns it inside." }),
  row("mode",       "mode",      "mode",       text(/^0[0-7]{3}$/), { default: "0660", accepts: matches(/0[0-7]{3}/, "an octal mode such as 0660"), says: "Access mode." }),
]);
