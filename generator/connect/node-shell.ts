import type { NodeShell } from "../transport/node-shell";
import { localShell } from "../transport/shell";
import { sshShell } from "../transport/ssh";
import { option, type InputOf } from "../engine/option";
import { transports, type Configuration, type Transport } from "../settings/configuration";

/** The options by which a cluster is reached without its HTTP API. */
export const hostOptions = {
  via: option.choice("How to reach the cluster: its HTTP API, the commands of a node (pct, qm, pvesh), or a copy of its files.", transports, { local: true }),
  ssh: option.text("The node whose commands are used, over ssh: root@pve1. Default: this machine.", { placeholder: "HOST", local: true }),
  pveDir: option.text("Folder of the cluster file system, or of a copy. Default: /etc/pve.", { placeholder: "DIR", local: true }),
};

export type HostInput = InputOf<typeof hostOptions>;

/** How the cluster is reached: what is asked for, what that implies, else what the workspace is configured for. */
export function transportOf({ via, ssh, pveDir }: Partial<HostInput>, configuration: Configuration | undefined): Transport {
  if (via !== undefined) return via;
  if (ssh !== undefined) return "pct";
  if (configuration?.transport !== undefined) return configuration.transport;
  return configuration?.ssh !== undefined || pveDir !== undefined ? "pct" : "api";
}

/** Opens the command line that the options and the workspace name. Nothing is started yet. */
export function openNodeShell({ via, ssh, pveDir }: Partial<HostInput>, configuration: Configuration = {}): NodeShell {
  // `--via pct` alone, in a workspace that knows a node, means that node.
  const target = ssh ?? (via === undefined || configuration.transport === "pct" ? configuration.ssh : undefined);
  const { pctPath = "pct", qmPath = "qm", pveshPath = "pvesh", timeout = 30, node } = configuration;
  return {
    shell: target === undefined ? localShell : sshShell(target),
    remote: target !== undefined,
    commands: { pct: pctPath, qm: qmPath, pvesh: pveshPath },
    folder: pveDir ?? configuration.pveDir ?? "/etc/pve",
    timeout: timeout * 1000,
    ...(node === undefined ? {} : { node }),
  };
}
