import type { Construct } from "constructs";
import type { Props } from "../lib/schema/props";
import { amount, guest, type Form } from "./check/kind";
import { ClusterResource, optionsWith, tableOf, type ClusterOptions } from "./cluster-resource";
import type { ReplicationProperties } from "./generated/replication-properties";
import { Replication as ReplicationResource } from "./imports/replication";
import type { IGuest } from "./reference";

/** What a job has besides the properties of the table. */
interface JobOptions extends ClusterOptions {
  /**
   * The guest, or its number.
   * Proxmox VE: `guest`. Terraform: `id`.
   * @default - what `name` says
   */
  readonly guest?: IGuest | number;
  /**
   * Number of the job: a guest has one for each node that it is copied to.
   * Proxmox VE: `jobnum`. Terraform: `id`.
   * @default 0
   */
  readonly job?: number;
}

/** A replication job. */
export interface ReplicationProps extends ReplicationProperties, JobOptions {}

const ownOptions = optionsWith<JobOptions>({ guest: guest as never, job: amount });

/** A job that copies the disks of a guest to another node. */
export class Replication extends ClusterResource<ReplicationProps, ReplicationResource> {
  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id, props, tableOf("proxmox_replication"), ReplicationResource);
  }

  protected override get ownOptions(): Form {
    return ownOptions;
  }

  protected override inTable({ guest: of, job = 0, ...said }: Props): Props {
    if (of === undefined) return said;
    const { vmIdText } = typeof of === "object" ? (of as unknown as IGuest) : { vmIdText: String(of) };
    return { ...said, name: `${vmIdText ?? String((of as unknown as IGuest).vmId)}-${String(job)}` };
  }
}
