// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import type { Construct } from "constructs";
import { Bridge, Node, ProxmoxProvider, ProxmoxStack } from "pmpc";
import { storages } from "./cluster/storage";
import { alphaGuests } from "./guests/alpha";

export class MyLabCluster extends ProxmoxStack {
  readonly alpha = Node.fromName(this, "alpha");
  readonly vmbr0 = Bridge.fromName(this, "vmbr0");

  private readonly storages = storages(this);
  readonly localLvm = this.storages.localLvm;

  constructor(scope: Construct) {
    super(scope, "My-Lab", { adopted: true });
    new ProxmoxProvider(this, { endpoint: "https://pve.test:8006" }); // token: PROXMOX_VE_API_TOKEN
    alphaGuests(this);
  }
}
