import { versionOf } from "./addresses";
import type { Alias, Firewall } from "./text";

const byName = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
const said = (comment: string | undefined) => (comment === undefined ? {} : { comment });

/** An alias as it is answered. */
export const aliasAnswer = ({ name, cidr, comment }: Alias) => ({ name, cidr, ipversion: versionOf(cidr) ?? 4, ...said(comment) });

export const aliasList = ({ aliases }: Firewall) => byName(aliases).map(([, alias]) => aliasAnswer(alias));
export const setList = ({ ipsets }: Firewall) => byName(ipsets).map(([name, { comment }]) => ({ name, ...said(comment) }));
export const groupList = ({ groups }: Firewall) => byName(groups).map(([group, { comment }]) => ({ group, ...said(comment) }));
