import { duration, oneOf } from "../accept";
import { block, key, lost, providerBlock, providerOnly, row } from "../row";
import { flag, text, word } from "../shape";

// agent: 1,fstrim_cloned_disks=1,type=virtio
export const agent = block("agent", "agent", {
  says: "The QEMU guest agent.",
  from: key("agent"), when: "differs", short: "enabled", packing: { defaultKey: "enabled" },
}, [
  row("enabled",             "enabled", "enabled", flag, { says: "The guest runs the agent." }),
  providerOnly("timeout", "timeout", text(), { state: "15m", default: "15m", accepts: duration, why: "Proxmox VE does not keep it", says: "How long the provider waits for the agent to report an address." }),
  row("fstrim_cloned_disks", "trim",    "trim",    flag, { says: "Trims disks after a clone or a move." }),
  row("type",                "type",    "type",    word("virtio", "isa"), { default: "virtio", accepts: oneOf("isa", "virtio"), says: "Port that the agent listens on." }),
  providerBlock("wait_for_ip", "Proxmox VE does not keep it"),
  lost("freeze-fs", flag, "the provider does not know it", { aliases: ["freeze-fs-on-backup", "guest-fsfreeze"] }),
]);
