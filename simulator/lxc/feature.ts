import { configSchema } from "../schema/config";
import { readPropertyString } from "../schema/verify";

/** What a container may do beyond the usual, flag by flag. */
export function featureParts(text: string): ReadonlyMap<string, string> {
  const parts = readPropertyString(text, configSchema("lxc").features!.properties!);
  return typeof parts === "string" ? new Map() : parts;
}
