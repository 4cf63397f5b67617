import { flag, formatted, oneOf, required, text } from "../parameter";
import type { SectionKind } from "./kind";

/** `replication.cfg`: guests whose volumes are copied to another node. */
export const replicationJobs: SectionKind = {
  file: "replication.cfg",
  encoded: ["comment"],
  types: {
    local: {
      properties: {
        target: required(formatted("pve-node")),
        disable: flag,
        comment: { ...text, maxLength: 4096 },
        rate: { type: "number", minimum: 1, optional: true },
        schedule: { ...formatted("pve-calendar-event"), maxLength: 128 },
        remove_job: oneOf("local", "full"),
        source: formatted("pve-node"),
      },
      fixed: ["target"],
    },
  },
};
