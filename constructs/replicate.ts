import type { Construct } from "constructs";
import type { Duration } from "../lib/pve/duration";
import { formOfKinds } from "./check/form";
import { amount, durationOrNumber, flag, node, text } from "./check/kind";
import { Replication } from "./imports/replication";
import { checkManaged, checkWord, managed, sound, type ManagedOptions } from "./managed";
import { nameOf, type INode } from "./reference";
import { Schedule } from "./schedule";
import { isToken } from "./token";

/** How a guest's disks are copied to another node. */
export interface ReplicationOptions {
  /**
   * How often: minutes that divide an hour, or hours that divide a day.
   * Proxmox VE: `schedule`. Terraform: `schedule`.
   * @default - every 15 minutes
   */
  readonly every?: Duration;
  /**
   * When, in the words of Proxmox VE's calendar, instead of `every`: `Schedule.daily("21:00")`.
   * Proxmox VE: `schedule`. Terraform: `schedule`.
   * @default - every 15 minutes
   */
  readonly schedule?: string;
  /**
   * Most that is copied in a second. In MB/s.
   * Proxmox VE: `rate`. Terraform: `rate`.
   * @default - without a limit
   */
  readonly rate?: number;
  /**
   * Keeps it from running.
   * Proxmox VE: `disable`. Terraform: `disable`.
   * @default false
   */
  readonly disable?: boolean;
  /**
   * Notes.
   * Proxmox VE: `comment`. Terraform: `comment`.
   * @default - none
   */
  readonly comment?: string;
}

interface ReplicatedGuest extends Construct {
  readonly vmIdText: string;
  readonly resource: { readonly provider?: ManagedOptions["provider"] };
}

const form = formOfKinds<ReplicationOptions>({ every: durationOrNumber("seconds") as never, schedule: text, rate: amount, disable: flag, comment: text });

/** Has the disks of a guest copied to another node. */
export function replicate(guest: ReplicatedGuest, home: INode | string, target: INode | string, given: ReplicationOptions): Replication {
  checkWord(guest, "replicateTo", node, target);
  const { every, schedule, ...rest } = sound(guest, form, given, "replicateTo: ");
  const jobs = guest.node.children.filter((one) => one.node.id.startsWith("Replication")).length;
  const to = node.takes(target) ? nameOf("node", target) : "";
  const when = every === undefined ? schedule : scheduleOf(guest, every);
  checkManaged(
    guest,
    every !== undefined && schedule !== undefined && "replicateTo: every and schedule are both said; say one of them",
    !isToken(to) && to !== "" && home !== undefined && to === nameOf("node", home) && `replicateTo: ${to} is the node of the guest itself; say another`,
  );
  return new Replication(guest, `Replication${jobs}`, managed({ ...rest, id: `${guest.vmIdText}-${jobs}`, target: to, type: "local", schedule: when }, { provider: guest.resource.provider, removalPolicy: "destroy" }, "destroy"));
}

function scheduleOf(guest: Construct, every: Duration): string | undefined {
  try {
    return Schedule.every(every);
  } catch (error) {
    checkManaged(guest, `replicateTo: ${(error as Error).message.replace("Schedule.every: ", "every: ")}`);
    return undefined;
  }
}
