import { baseOfLinkedClone, parseVolumeId } from "../../pve/volume-id";
import type { Mention, Shape } from "../shape";
import { text } from "./text";

/** The shape of a text that is the name of something else: a mapping, a user. */
export const naming = (as: string, shape: Shape = text()): Shape => ({ ...shape, mentions: (name) => (name === "" ? [] : [{ as, name }]) });

/** What a volume names: its storage, the image that it is, and the template that a linked clone builds on. */
export function mentionsOfVolume(volume: string): readonly Mention[] {
  const storage = volume.startsWith("/") ? undefined : parseVolumeId(volume)?.storage;
  if (storage === undefined) return [];
  const base = baseOfLinkedClone(volume);
  return [
    { as: "storage", name: storage },
    ...(/^[^:]+:(import|iso|snippets|vztmpl)\/./.test(volume) ? [{ as: "image", name: volume }] : []),
    ...(base === undefined ? [] : [{ as: "guest", name: String(base) }]),
  ];
}

/** A volume as Proxmox VE has it, which nothing else says. */
export const volumeText: Shape = { ...text(), mentions: mentionsOfVolume };
