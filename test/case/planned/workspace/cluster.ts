// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import type { Construct } from "constructs";
import { Bridge, Node, ProxmoxProvider, ProxmoxStack } from "pmpc";
import { storages } from "./cluster/storage";
import { pools } from "./cluster/pools";
import { poolMembers } from "./cluster/members";
import { pveGuests } from "./guests/pve";

export class PveCluster extends ProxmoxStack {
  readonly pve = Node.fromName(this, "pve");
  readonly vmbr0 = Bridge.fromName(this, "vmbr0");
  readonly vmbr1 = Bridge.fromName(this, "vmbr1");

  private readonly storages = storages(this);
  readonly localZfs = this.storages.localZfs;

  private readonly pools = pools(this);
  readonly infra = this.pools.infra;

  private readonly pveGuests = pveGuests(this);
  readonly adguard = this.pveGuests.adguard;

  constructor(scope: Construct) {
    super(scope, "pve", { adopted: true });
    new ProxmoxProvider(this, { endpoint: "https://pve.test:8006" }); // token: PROXMOX_VE_API_TOKEN
    poolMembers(this);
  }
}
