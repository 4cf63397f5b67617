import { exit, PmpcError } from "../../lib/error";
import { apiOperator } from "../operate/api/api-operator";
import { printGuestName } from "../../lib/schema/kind/name";
import type { Operator, Order, TaskEnd } from "../operate/operator";
import { shellOperator } from "../operate/shell/shell-operator";
import { createWriter } from "../transport/client";
import type { Context, Outcome } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { readConfiguration } from "../settings/configuration";
import { audited } from "./audited";
import { type Connecting, connectionOptions, connectWith, writeTokenIn } from "./connection";
import type { GuestFacts } from "./guest";
import { hostOptions, openNodeShell, transportOf } from "./node-shell";
import { findRoot } from "../session/session";

const { concurrency: _, ...reaching } = connectionOptions;

/** The options of every verb that changes a cluster by hand: how it is reached, where nothing else is configured. */
export const operatorOptions = {
  ...reaching,
  via: hostOptions.via,
  ssh: hostOptions.ssh,
  out: option.text("Folder of the cluster's workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
};

export type OperatorInput = InputOf<typeof operatorOptions>;

/** The options of every verb that begins a task. */
export const taskOptions = { async: option.flag("Do not wait for the task's end.") };

/** Does something with the cluster, by the way that the options and the workspace name. */
export async function withOperator<T>(input: OperatorInput, context: Context<Connecting>, work: (operator: Operator) => Promise<T>): Promise<T> {
  const root = await findRoot(input.out, context);
  const configuration = root === undefined ? undefined : await readConfiguration(root);
  const transport = transportOf(input, configuration);
  if (transport === "files") throw new PmpcError("files-cannot-act", "a copy of the cluster's files can only be read", { hint: "choose how to reach the cluster: --via api, or --ssh root@pve1", exit: exit.usage });
  const operator = transport === "api" ? await overApi() : overShell();
  try {
    return await work(root === undefined ? operator : audited(operator, root, context.now));
  } finally {
    await operator.close();
  }

  async function overApi(): Promise<Operator> {
    const { client } = await connectWith(createWriter, { ...input, apiToken: writeTokenIn(input, context) ?? input.apiToken, concurrency: undefined }, configuration, context);
    return apiOperator(client);
  }

  function overShell(): Operator {
    const { shell, commands, timeout, node } = openNodeShell(input, configuration, context);
    return shellOperator({ shell, tools: commands, timeout, node });
  }
}

/** What a verb says about the task that it began. */
export interface TaskReport extends TaskEnd {
  readonly verb: Order["verb"];
  readonly guest: GuestFacts;
  /** What the task printed. */
  readonly output: readonly string[];
}

/** Begins a task, shows what it prints, and waits for its end. Who stops waiting ends nothing but the waiting. */
export async function runOrder(operator: Operator, order: Order, name: string | undefined, { async: noWait = false }: InputOf<typeof taskOptions>, { host, signal }: Context): Promise<Outcome<TaskReport>> {
  if (signal.aborted) throw new PmpcError("interrupted", `interrupted before ${order.node} was asked to do anything`);
  const output: string[] = [];
  const onLine = (line: string) => {
    output.push(line);
    host.notify({ code: "task-line", says: line, data: { line } });
  };
  const end = await operator.run(order, { wait: !noWait, signal, onLine });
  const { verb, type, vmId, node } = order;
  const report = { verb, guest: { type, vmId, node, name }, ...end, output };
  if (end.ended || noWait) return { exit: exit.done, report };
  host.notify({ code: "task-goes-on", says: `no longer waiting; the task continues: ${end.task ?? `${verb} ${printGuestName(order)} on ${node}`}`, data: end.task === undefined ? {} : { task: end.task } });
  return { exit: exit.partial, report };
}
