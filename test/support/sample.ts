import { readText } from "../../lib/schema/setting/text";
import type { Row } from "../../lib/schema/row";

const texts = [
  "q35", "host", "0-3", "1234:5678", "/dev/ttyS0", "BC:24:11:00:00:99", "10.0.0.9/24", "10.0.0.1", "fd00::9/64", "fd00::1", "example.org", "local:iso/other.iso", "other", "vmbr7",
  "0000:03:00.0", "numa0", "scsi0", "ide0", "2d0e0f3c-1111-2222-3333-444455556666", "0644", "10;20", "disk,network", "+aes", "noatime", "nfs", "0", "scsi0;net0", "A=b", "ssh-ed25519 AAAA kim@lan", "2001",
];
const numbers = ["3", "2", "100", "64", "7", "1", "1024", "0", "0.5"];

/** Texts that a row takes, the likeliest first; never what it has by default. */
export function samplesOf(row: Row): readonly string[] {
  const { type } = row.shape;
  const words = [...type.matchAll(/"([^"]+)"/g)].map(([, word]) => word!);
  const wished = type === "boolean" ? [row.default === true ? "no" : "yes"] : type.startsWith("Size") ? ["2GiB", "128MiB", "64"] : type.startsWith("Duration") ? ["30s"] : words.length > 0 ? [...words].reverse() : /number$/.test(type) ? numbers : texts;
  return wished.filter((text) => isTaken(row, text));
}

function isTaken(row: Row, text: string): boolean {
  try {
    const value = readText(row, text);
    return !Array.isArray(value) || value.length > 0;
  } catch {
    return false;
  }
}
