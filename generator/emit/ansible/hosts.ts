import { parse } from "yaml";
import type { Groups } from "./group";
import { printYaml, type Mapping } from "./yaml";

/** A file of hosts in groups, and what is known of hosts in it. Group by group: thousands of hosts are in several each. */
export function printInventory(groups: Groups, notice: string, variables: ReadonlyMap<string, Mapping> = new Map()): string {
  const whole = printYaml({ all: { ...(variables.size === 0 ? {} : { hosts: Object.fromEntries(variables) }), children: {} } }, notice);
  if (groups.size === 0) return whole;
  const children = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, hosts]) => printGroup(group, hosts));
  return whole.replace("\n  children: {}\n", () => `\n  children:\n${children.join("")}`);
}

function printGroup(group: string, hosts: ReadonlySet<string>): string {
  const text = printYaml({ [group]: hosts.size === 0 ? {} : { hosts: Object.fromEntries([...hosts].map((host) => [host, {}])) } });
  return text.replace(/^(?=.)/gm, "    ");
}

/** Such a file with one more host, or without one; undefined if somebody has edited the file, so that printing it again would lose something. */
export function changeInventory(text: string, notice: string, change: (groups: Map<string, Set<string>>) => void): string | undefined {
  const groups = readGroups(text);
  if (groups === undefined || printInventory(groups, notice) !== text) return undefined;
  change(groups);
  return printInventory(groups, notice);
}

function readGroups(text: string): Map<string, Set<string>> | undefined {
  try {
    const { all } = parse(text, { version: "1.1" }) as { readonly all?: { readonly children?: Readonly<Record<string, { readonly hosts?: object }>> } };
    return new Map(Object.entries(all?.children ?? {}).map(([group, { hosts = {} }]) => [group, new Set(Object.keys(hosts))]));
  } catch {
    return undefined;
  }
}
