import type { NodeShell } from "../transport/node-shell";
import { quoteWords } from "../transport/quote";
import { localShell, type Shell } from "../transport/shell";
import { sshShell } from "../transport/ssh";
import type { Context } from "../engine/action";
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

/** Milliseconds without an end of a command after which it is said. */
const patience = 5_000;

/** Opens the command line that the options and the workspace name. Nothing is started yet. */
export function openNodeShell({ via, ssh, pveDir }: Partial<HostInput>, configuration: Configuration = {}, { host }: Pick<Context, "host">): NodeShell {
  // `--via pct` alone, in a workspace that knows a node, means that node.
  const target = ssh ?? (via === undefined || configuration.transport === "pct" ? configuration.ssh : undefined);
  const { pctPath = "pct", qmPath = "qm", pveshPath = "pvesh", timeout = 30, node } = configuration;
  return {
    shell: telling(target === undefined ? localShell : sshShell(target), host),
    remote: target !== undefined,
    commands: { pct: pctPath, qm: qmPath, pvesh: pveshPath },
    folder: pveDir ?? configuration.pveDir ?? "/etc/pve",
    timeout: timeout * 1000,
    ...(node === undefined ? {} : { node }),
  };
}

/** A shell that says, once, that it is still waiting: a node whose cluster file system hangs, or a network that swallows all, says nothing. */
function telling(shell: Shell, host: Context["host"]): Shell {
  let isTold = false;
  return {
    ...shell,
    async run(command, args, options) {
      const tell = () => {
        if (isTold) return;
        isTold = true;
        host.notify({ code: "waiting-for-node", says: `still waiting for ${shell.name} (${quoteWords([command, ...args.slice(0, 2)])}) after ${patience / 1000} seconds; Ctrl-C stops it`, data: { node: shell.name, command } });
      };
      const timer = setTimeout(tell, patience);
      try {
        return await shell.run(command, args, options);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
