import { oneOf } from "../accept";
import { constant, key } from "../place";
import { block, output, row } from "../row";
import { flag } from "../shape/number";
import { word } from "../shape/text";

// audio0: device=ich9-intel-hda,driver=spice
export const audioDevice = block("audio_device", "audioDevice", { says: "The sound card.", from: key("audio0"), when: "present", short: "device" }, [
  row("device", "device", "device", word("ich9-intel-hda", "intel-hda", "AC97"), { absent: "", default: "intel-hda", always: true, accepts: oneOf("AC97", "ich9-intel-hda", "intel-hda"), says: "Card that the guest sees." }),
  row("driver", "driver", "driver", word("spice", "none"), { absent: "", default: "spice", means: "spice", accepts: oneOf("spice"), says: "Where the sound goes." }),
  output(constant(true),  "enabled", flag, { default: true }),
]);
