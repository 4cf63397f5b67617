import { flag, formatted, integer, oneOf, required, text } from "../parameter";
import type { SectionKind, SectionType } from "./kind";

const comment = { ...text, maxLength: 4096 };
const resource: SectionType = {
  properties: {
    state: oneOf("started", "stopped", "enabled", "disabled", "ignored"),
    group: formatted("pve-configid"),
    comment,
    failback: flag,
    max_restart: integer(0),
    max_relocate: integer(0),
  },
};

/** `ha/resources.cfg`: guests that are kept alive. */
export const haResources: SectionKind = {
  file: "ha/resources.cfg",
  types: { vm: resource, ct: resource },
  name: { inFile: (id) => id.slice(id.indexOf(":") + 1), ofFile: (type, name) => `${type}:${name}` },
};

/** `ha/groups.cfg`: what there was before rules. */
export const haGroups: SectionKind = {
  file: "ha/groups.cfg",
  sorted: ["nodes"],
  types: { group: { properties: { nodes: required(formatted("pve-ha-group-node-list")), comment, restricted: flag, nofailback: flag } } },
};

const resources = required(formatted("pve-ha-resource-id-list"));

/** `ha/rules.cfg`: where such guests may be, and which belong together or apart. */
export const haRules: SectionKind = {
  file: "ha/rules.cfg",
  encoded: ["comment"],
  sorted: ["resources", "nodes"],
  types: {
    "node-affinity": { properties: { resources, nodes: required(formatted("pve-ha-group-node-list")), strict: flag, disable: flag, comment } },
    "resource-affinity": { properties: { resources, affinity: required(oneOf("positive", "negative")), disable: flag, comment } },
  },
};
