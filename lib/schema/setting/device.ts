import type { PropValue } from "../shape";
import type { DeviceSetting, Field } from "./setting";
import { readText, SettingFault } from "./text";

/** A value of a device; undefined if it goes. */
export interface FieldValue {
  readonly field: Field;
  readonly value: PropValue | undefined;
  /** A volume that is there, which code can only say the storage of: `local-lvm:vm-101-disk-3`. */
  readonly volume?: string;
}

/**
 * What a text says of a device, in the words of props or of Proxmox VE: `vmbr0,tag=20`, `virtio=BC:24:…,bridge=vmbr0`,
 * `local-lvm:32,discard=on`. A word with nothing behind its sign takes that value away. Throws a SettingFault.
 */
export function readDeviceText(setting: DeviceSetting, text: string): readonly FieldValue[] {
  const values = new Map<Field, PropValue | undefined>();
  const volumes = new Map<Field, string>();
  const storage = storageField(setting);
  const put = (field: Field, value: PropValue | undefined, part: string) => {
    if (values.has(field)) throw new SettingFault(`${field.words[0]!} once`, part);
    values.set(field, value);
  };
  const [first] = setting.bare;
  // `--agent` alone.
  if (text.trim() === "" && first?.row.shape.type === "boolean") return [{ field: first, value: true }];
  for (const part of partsOf(text)) {
    const [, name, value = ""] = /^([^=\s]+)=(.*)$/s.exec(part) ?? [];
    const field = name === undefined ? undefined : setting.fields.find(({ words }) => words.includes(name));
    if (name === "media" && value === "cdrom" && setting.series !== undefined) throw new SettingFault("a disk; a CD drive is --cdrom local:iso/FILE, with interface=ide2 for its place", part);
    if (/^[\w.-]+:cloudinit$/.test(part) && setting.series !== undefined) throw new SettingFault("a disk; the drive of cloud-init is --cloud-init STORAGE, with interface=ide2 for its place", part);
    const bare = name === undefined ? part : storage !== undefined && value.includes(":") && (field === storage || (field === undefined && name === storage.row.pve)) ? value : undefined;
    if (storage !== undefined && bare !== undefined && isVolume(bare) && !values.has(storage)) volumes.set(storage, bare);
    if (bare !== undefined) for (const [one, said] of bareWord(setting, bare, values)) put(one, said, part);
    else if (field !== undefined) put(field, value === "" ? undefined : inField(field, value), part);
    else if (name !== undefined && setting.pairs?.names.includes(name)) for (const [word, said] of [[setting.pairs.name, name], [setting.pairs.value, value]] as const) put(wordOf(setting, word), inField(wordOf(setting, word), said), part);
    else if (name !== undefined && !passed.has(name)) throw new SettingFault(`one of ${setting.fields.map(({ words }) => words[0]).join(", ")}`, name);
  }
  return [...values].map(([field, value]) => ({ field, value, ...(volumes.has(field) ? { volume: volumes.get(field)! } : {}) }));
}

/** The value of a disk that says where it is; what is in a drive of cloud-init has its own. */
const storageField = ({ bare, fields }: DeviceSetting): Field | undefined => [...bare, ...fields].find(({ row, path }) => path.length === 1 && row.shape.type.startsWith("IStorage") && (row.pve === "file" || row.pve === "volume"));

const sizeWord = /^\d+(\.\d+)?([KMGT](i?B)?)?$/i;

/** Whether a word is a volume of a storage; `local-lvm:32` is a new one of that size. */
const isVolume = (word: string) => {
  const [, rest = ""] = /^[A-Za-z][\w.-]+:(.*)$/.exec(word) ?? [];
  return rest !== "" && !sizeWord.test(rest) && !/cloudinit/.test(rest);
};

const partsOf = (text: string) => text.split(",").map((part) => part.trim()).filter((part) => part !== "");

/** What Proxmox VE itself writes of a device. */
const passed = new Set(["media"]);

const wordOf = ({ fields }: DeviceSetting, word: string): Field => fields.find(({ words }) => words.includes(word))!;

function inField({ row, words }: Field, text: string): PropValue {
  try {
    return readText(row, text);
  } catch (error) {
    if (error instanceof SettingFault) throw new SettingFault(`${words[0]!} to be ${error.expected}`, text);
    throw error;
  }
}

/** A word without a name is the first that takes it; `local-lvm:32` is a storage and a size. */
function bareWord({ bare, fields }: DeviceSetting, word: string, values: ReadonlyMap<Field, unknown>): readonly (readonly [Field, PropValue])[] {
  const [, storage, rest] = /^([A-Za-z][\w.-]+):(.*)$/.exec(word) ?? [];
  const at = storage === undefined ? undefined : bare.find(({ row, path }) => path.length === 1 && row.shape.type.startsWith("IStorage"));
  if (at !== undefined && rest !== undefined && !values.has(at)) {
    const size = fields.find(({ row, path }) => path.length === 1 && row.prop === "size");
    if (size !== undefined && sizeWord.test(rest)) return [[at, readText(at.row, storage!)], [size, inField(size, rest)]];
    // A volume that is there: its storage is what code says, unless the volume itself is.
    if (rest !== "") return [[at, readText(at.row, at.row.prop === "volume" ? word : storage!)]];
  }
  let refused: SettingFault | undefined;
  for (const field of bare) {
    const isIt = field.row.shape.type.startsWith('"') ? field.row.shape.parse(word) !== undefined : field.row.shape.type.startsWith("Size") ? /^\d/.test(word) : true;
    // A size that the first field refuses is not meant for the next one.
    if (!isIt || values.has(field) || (refused !== undefined && field.row.shape.type.startsWith("Size"))) continue;
    try {
      return [[field, readText(field.row, word)]];
    } catch (error) {
      if (!(error instanceof SettingFault)) throw error;
      refused ??= new SettingFault(`${field.words[0]!} to be ${error.expected}`, word);
    }
  }
  if (refused !== undefined) throw refused;
  const [first] = bare.filter((field) => !values.has(field));
  const plain = first === undefined ? "" : first.row.shape.type.startsWith("Size") ? "a size such as 8GiB, or " : first.row.shape.expected === undefined ? "" : `${first.row.shape.expected}, or `;
  throw new SettingFault(`${plain}NAME=VALUE with one of ${fields.map(({ words }) => words[0]).join(", ")}`, word);
}
