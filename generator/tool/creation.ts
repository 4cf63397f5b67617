import { exit, PmpcError } from "../../lib/error";
import type { GuestType } from "../../lib/pve/address";
import { formatsOf, type KeyFormat } from "../../lib/schema/format";
import { option, type Option, type Options } from "../engine/option";

/** What a new guest is of no use for. */
const useless: readonly string[] = ["lock", "unused", "template", "bootdisk"];

/** What only the making of a guest takes. */
const making: Readonly<Record<GuestType, Options>> = {
  lxc: {
    storage: option.text("Storage of the root file system, if --rootfs names none.", { placeholder: "STORAGE" }),
    rootPassword: option.text("Password of root in the container.", { environment: ["PMPC_ROOT_PASSWORD"], placeholder: "PASSWORD" }),
    "ssh-public-keys": option.text("Public ssh keys of root in the container, one on each line.", { placeholder: "KEYS" }),
    "ignore-unpack-errors": option.flag("Continue if the template cannot be unpacked completely."),
  },
  qemu: {
    storage: option.text("Storage of disks that name none.", { placeholder: "STORAGE" }),
    archive: option.text("Backup to restore.", { placeholder: "VOLUME" }),
  },
};

const forBoth: Options = {
  pool: option.text("Pool to add it to.", { placeholder: "POOL" }),
  start: option.flag("Start it after it is created."),
  unique: option.flag("Give it new MAC addresses when a backup is restored."),
  bwlimit: option.number("Limit of the transfer rate, in KiB/s.", { placeholder: "KIB" }),
};

/** What only its destruction takes. */
export const destroyOptions: Readonly<Record<GuestType, Options>> = { qemu: {}, lxc: { force: option.flag("Destroy it even if it is running.") } };

/** The options by which a guest is made: every key of its configuration, typed by the table, and what only the making takes. */
export function creationOptions(type: GuestType): Options {
  const keys = [...formatsOf(type)].filter(({ family, readOnly }) => !readOnly && !useless.includes(family)).flatMap(optionsOf);
  return { ...making[type], ...forBoth, ...Object.fromEntries(keys) };
}

function optionsOf(format: KeyFormat): [string, Option<unknown>][] {
  const { family, count, plain, fields } = format;
  const says = plain?.says ?? (fields.size === 0 ? "" : `${[...fields.keys()].filter((name) => name !== "").slice(0, 6).join(", ")}${fields.size > 6 ? ", …" : ""}`);
  if (count === undefined) return [[family, typed(format, says)]];
  // One of a family is in the help for all.
  return Array.from({ length: count }, (_, index) => [`${family}${index}`, option.text(index === 0 ? `${says} (${family}0 to ${family}${count - 1})` : says, { hidden: index > 0 })]);
}

function typed({ plain, fields }: KeyFormat, says: string): Option<unknown> {
  const type = fields.size > 0 ? "text" : plain?.shape.type;
  if (type === "boolean") return option.flag(says);
  if (type === "number" && plain?.shape.json === "number") return option.number(says, { fraction: true });
  const words = type === undefined || !/^"[^"]*"( \| "[^"]*")+$/.test(type) ? undefined : Array.from(type.matchAll(/"([^"]*)"/g), ([, word]) => word!);
  return words === undefined ? option.text(says) : option.choice(says, words);
}

/** The API's names of options that are called otherwise, because pmpc has such an option itself. */
const renamed: Readonly<Record<string, string>> = { rootPassword: "password" };

/** What was given of them, as the API takes it. */
export function creationParameters(type: GuestType, input: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.keys(creationOptions(type)).flatMap((name): [string, string][] => (input[name] === undefined ? [] : [[renamed[name] ?? name, valueOf(name, input[name])]]));
  return Object.fromEntries(given);
}

function valueOf(name: string, value: unknown): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (Number.isNaN(value)) throw new PmpcError("not-a-number", `--${name} expects a number`, { exit: exit.usage });
  // The one value that Proxmox VE wants encoded once more; a key has blanks in it, and none once it is encoded.
  return name === "sshkeys" && /\s/.test(String(value)) ? encodeURIComponent(String(value)) : String(value);
}
