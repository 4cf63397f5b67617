// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import type { Construct } from "constructs";
import { Bridge, Node, Pool, ProxmoxProvider, ProxmoxStack, Storage } from "pmpc";
import { infraGuests } from "./guests/infra";
import { k3sGuests } from "./guests/k3s";
import { noPoolGuests } from "./guests/no-pool";

export class PveCluster extends ProxmoxStack {
  readonly pve = Node.fromName(this, "pve");
  readonly localZfs = Storage.fromName(this, "local-zfs");
  readonly tank = Storage.fromName(this, "tank");
  readonly vmbr0 = Bridge.fromName(this, "vmbr0");
  readonly vmbr1 = Bridge.fromName(this, "vmbr1");
  readonly infra = Pool.fromName(this, "infra");
  readonly k3s = Pool.fromName(this, "k3s");

  constructor(scope: Construct) {
    super(scope, "pve", { adopted: true });
    new ProxmoxProvider(this, { endpoint: "https://pve.test:8006" }); // token: PROXMOX_VE_API_TOKEN
    infraGuests(this);
    k3sGuests(this);
    noPoolGuests(this);
    this.forget("proxmox_virtual_environment_container.adguard"); // lxc/200: forgotten with pmpc forget
  }
}
