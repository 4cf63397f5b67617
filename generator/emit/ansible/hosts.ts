import { parse } from "yaml";
import type { Groups } from "./group";
import { printYaml, type Mapping } from "./yaml";

/** A file of hosts in groups, and what is known of hosts in it. */
export function printInventory(groups: Groups, notice: string, variables: ReadonlyMap<string, Mapping> = new Map()): string {
  const children = Object.fromEntries([...groups].map(([group, hosts]) => [group, hosts.size === 0 ? {} : { hosts: Object.fromEntries([...hosts].map((host) => [host, {}])) }]));
  return printYaml({ all: { ...(variables.size === 0 ? {} : { hosts: Object.fromEntries(variables) }), children: children as Mapping } }, notice);
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
