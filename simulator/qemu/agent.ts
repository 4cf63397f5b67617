import { configSchema } from "../schema/config";
import { readPropertyString } from "../schema/verify";

/** What is known of the guest agent, part by part. */
export function agentPartsOf(text: string): ReadonlyMap<string, string> {
  const parts = readPropertyString(text, configSchema("qemu").agent!.properties!);
  return typeof parts === "string" ? new Map() : parts;
}
