import { exit, PmpcError } from "../../lib/error";
import { printGuestKey } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import type { GuestKind } from "../../lib/schema/kind/guest";
import { printGuestName } from "../../lib/schema/kind/name";
import type { GuestState, Operator, PowerVerb } from "../operate/operator";
import { action, type Context } from "../engine/action";
import { option, type InputOf } from "../engine/option";
import { fact, facts } from "../engine/view";
import { creationOptions, creationParameters, destroyOptions } from "./creation";
import { connectionQuestions } from "../connect/connection";
import { findGuest } from "../connect/guest";
import { viewConfiguration, viewGuests } from "./guest-view";
import { operatorOptions, runOrder, taskOptions, withOperator } from "../connect/operator";
import { powerOptions, powerParameters, powerSays } from "./power-order";
import { viewTask } from "./task-view";

const node = option.text("The node that it is on.", { placeholder: "NAME", names: "node" });

/** The verbs of `pmpc pct` (containers) or `pmpc qm` (virtual machines), over whichever transport is configured. */
export function guestTool(tool: "pct" | "qm") {
  const guest = Object.values<GuestKind>(guestKinds).find((one) => one.tool === tool)!;
  const { prefix: type, createdFrom } = guest;
  const { one: kind, many } = guest.word;
  const vmid = option.number("Number of the guest.", { positional: "one", required: true, placeholder: "VMID", names: guest.word.short });
  const says = (text: string) => text.replace("a guest", `a ${kind}`);

  const find = async (operator: Operator, { vmid: number, node: wanted }: { readonly vmid?: number; readonly node?: string }): Promise<GuestState> => {
    const guest = await findGuest(operator, String(number), type);
    if (wanted === undefined || wanted === guest.node) return guest;
    throw new PmpcError("not-found", `${printGuestName(guest)} is not on ${wanted}`, { hint: `it is on ${guest.node}`, exit: exit.notFound });
  };

  const powerVerb = (verb: PowerVerb) =>
    action({
      name: `${tool} ${verb}`,
      summary: says(powerSays[verb]).replace(/\.$/, ""),
      topic: "guests",
      effect: "changes cluster",
      says: says(powerSays[verb]),
      input: { vmid, ...(powerOptions[verb] as (typeof powerOptions)["shutdown"]), node, ...taskOptions, ...operatorOptions },
      confirms: connectionQuestions,
      run: (input, context) =>
        withOperator(input, context, async (operator) => {
          const guest = await find(operator, input);
          return runOrder(operator, { ...placeOf(guest), verb, parameters: powerParameters(input) }, guest.name, input, context);
        }),
      view: viewTask,
    });

  return {
    list: action({
      name: `${tool} list`,
      summary: `List the ${many}`,
      topic: "guests",
      effect: "reads",
      says: `List the ${many} of the cluster.`,
      input: { node: option.text("Only those on this node.", { placeholder: "NAME" }), ...operatorOptions },
      confirms: connectionQuestions,
      run: (input, context) =>
        withOperator(input, context, async (operator) => {
          const guests = (await operator.guests()).filter((guest) => guest.type === type && (input.node === undefined || guest.node === input.node));
          return { exit: exit.done, report: { guests } };
        }),
      view: viewGuests,
    }),

    status: action({
      name: `${tool} status`,
      summary: `Show the state of a ${kind}`,
      topic: "guests",
      effect: "reads",
      says: `Show the state of a ${kind}.`,
      input: { vmid, node, ...operatorOptions },
      confirms: connectionQuestions,
      run: (input, context) => withOperator(input, context, async (operator) => ({ exit: exit.done, report: await operator.status(await find(operator, input)) })),
      view: (report) => [facts(...Object.entries(report).flatMap(([name, value]) => (value === undefined ? [] : [fact(name, String(value))])))],
    }),

    config: action({
      name: `${tool} config`,
      summary: `Show the configuration of a ${kind}`,
      topic: "guests",
      effect: "reads",
      says: `Show the configuration of a ${kind}, with pending changes.`,
      input: { vmid, current: option.flag("Show the current values, without pending changes."), snapshot: option.text("Show the configuration of a snapshot.", { placeholder: "NAME" }), node, ...operatorOptions },
      confirms: connectionQuestions,
      run: (input, context) =>
        withOperator(input, context, async (operator) => {
          const { digest: _, ...config } = await operator.config(await find(operator, input), input);
          return { exit: exit.done, report: config };
        }),
      view: viewConfiguration,
    }),

    create: action({
      name: `${tool} create`,
      summary: `Make a ${kind}`,
      topic: "guests",
      effect: "changes cluster",
      says: `Create a ${kind}. The options are the keys of its configuration in Proxmox VE.`,
      input: { vmid, ...(createdFrom === undefined ? {} : { ostemplate }), node: option.text("The node to create it on. Default: the only one, or the one whose commands are used.", { placeholder: "NAME", names: "node" }), ...creationOptions(type), ...taskOptions, ...operatorOptions },
      confirms: connectionQuestions,
      run: (input: CreateInput, context) =>
        withOperator(input, context, async (operator) => {
          const number = numberOf(input.vmid);
          const at = input.node ?? (await operator.home());
          if (at === undefined) throw new PmpcError("node-missing", "the cluster has several nodes, and none was named", { hint: "name the node: --node pve1", exit: exit.usage });
          if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(at)) throw new PmpcError("not-a-node", `${JSON.stringify(at)} is not the name of a node`, { exit: exit.usage });
          const parameters: Record<string, string> = { ...(input.ostemplate === undefined ? {} : { ostemplate: input.ostemplate }), ...creationParameters(type, input as Readonly<Record<string, unknown>>) };
          const name = parameters.hostname ?? parameters.name;
          return runOrder(operator, { verb: "create", type, vmId: number, node: at, parameters }, name, input, context);
        }),
      view: viewTask,
    }),

    start: powerVerb("start"),
    stop: powerVerb("stop"),
    shutdown: powerVerb("shutdown"),
    reboot: powerVerb("reboot"),

    destroy: action({
      name: `${tool} destroy`,
      summary: `Destroy a ${kind} and its disks`,
      topic: "guests",
      effect: "changes cluster",
      says: `Destroy a ${kind} and its disks, for good. Its name must be confirmed.`,
      input: {
        vmid,
        confirm: option.text("The guest's name, to confirm that you mean this one.", { placeholder: "NAME", local: true }),
        purge: option.flag("Remove it from backup jobs, replication, HA and permissions, too."),
        destroyUnreferencedDisks: option.flag("Destroy disks with its number that are not in its configuration, too."),
        ...destroyOptions[type],
        node,
        ...taskOptions,
        ...operatorOptions,
      },
      confirms: [...connectionQuestions, "destroy-guest"],
      run: (input, context) =>
        withOperator(input, context, async (operator) => {
          const guest = await find(operator, input);
          await confirmName(guest, input.confirm, context);
          const flags = { purge: input.purge, "destroy-unreferenced-disks": input.destroyUnreferencedDisks, force: (input as { readonly force?: boolean }).force };
          const parameters = Object.fromEntries(Object.entries(flags).flatMap(([key, set]) => (set === undefined ? [] : [[key, set ? "1" : "0"]])));
          return runOrder(operator, { ...placeOf(guest), verb: "destroy", parameters }, guest.name, input, context);
        }),
      view: viewTask,
    }),
  };
}

const ostemplate = option.text("Template, archive or backup to create it from: local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst.", { positional: "one", required: true, placeholder: "OSTEMPLATE" });

type CreateInput = InputOf<typeof operatorOptions & typeof taskOptions> & { readonly vmid?: number; readonly ostemplate?: string; readonly node?: string };

function placeOf({ type, vmId, node: at }: GuestState) {
  return { type, vmId, node: at };
}

function numberOf(value: number | undefined): number {
  if (value !== undefined && Number.isInteger(value) && value >= 100 && value <= 999_999_999) return value;
  throw new PmpcError("not-a-number", `${String(value)} is not the number of a guest`, { hint: "100 to 999999999", exit: exit.usage });
}

/** What is destroyed is gone, so a mistyped number destroys nothing, nor does a script with `--yes`. */
async function confirmName(guest: GuestState, confirm: string | undefined, { host }: Context<"destroy-guest">): Promise<void> {
  const label = printGuestName(guest);
  if (guest.name === undefined) throw new PmpcError("not-confirmed", `the name of ${label} is unknown, because ${guest.node} does not answer`, { exit: exit.refused });
  const typed = confirm ?? (await host.ask({ code: "destroy-guest", says: `Enter the name of ${label} to destroy it with all of its disks`, about: [printGuestKey(guest)], data: {} }));
  if (typed === guest.name) return;
  throw new PmpcError("not-confirmed", `${label} is called "${guest.name}", not "${typed}": nothing was destroyed`, { hint: "is it the right number?", exit: exit.refused });
}
