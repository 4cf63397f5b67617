import { flag, formatted, integer, required, text } from "../parameter";
import type { SectionKind } from "./kind";

/** `priv/acme/plugins.cfg`: how a node proves that a name is its own. */
export const acmePlugins: SectionKind = {
  file: "priv/acme/plugins.cfg",
  types: {
    standalone: { properties: { nodes: formatted("pve-node-list"), disable: flag } },
    dns: { properties: { api: required(text), data: text, nodes: formatted("pve-node-list"), disable: flag, "validation-delay": integer(0, 172_800) } },
  },
};
