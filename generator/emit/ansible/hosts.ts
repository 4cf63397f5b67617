import type { Groups } from "./group";
import { printYaml, type Mapping } from "./yaml";

/** A file of hosts in groups, and what is said of hosts in it. */
export function printInventory(groups: Groups, notice: string, variables: ReadonlyMap<string, Mapping> = new Map()): string {
  const children = Object.fromEntries([...groups].map(([group, hosts]) => [group, hosts.size === 0 ? {} : { hosts: Object.fromEntries([...hosts].map((host) => [host, {}])) }]));
  return printYaml({ all: { ...(variables.size === 0 ? {} : { hosts: Object.fromEntries(variables) }), children: children as Mapping } }, notice);
}
