// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import type { Construct } from "constructs";
import { Bridge, Node, ProxmoxProvider, ProxmoxStack, Storage } from "pmpc";
import { alphaGuests } from "./guests/alpha";

export class MyLabCluster extends ProxmoxStack {
  readonly alpha = Node.fromName(this, "alpha");
  readonly localLvm = Storage.fromName(this, "local-lvm");
  readonly vmbr0 = Bridge.fromName(this, "vmbr0");

  constructor(scope: Construct) {
    super(scope, "My-Lab", { adopted: true });
    new ProxmoxProvider(this, { endpoint: "https://pve.test:8006" }); // token: PROXMOX_VE_API_TOKEN
    alphaGuests(this);
  }
}
