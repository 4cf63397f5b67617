// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import type { Construct } from "constructs";
import { Bridge, Node, ProxmoxProvider, ProxmoxStack } from "pmpc";
import { storages } from "./cluster/storage";
import { pools } from "./cluster/pools";
import { poolMembers } from "./cluster/members";
import { backupJobs } from "./cluster/backup";
import { pveGuests } from "./guests/pve";

export class PveCluster extends ProxmoxStack {
  readonly pve = Node.fromName(this, "pve");
  readonly vmbr0 = Bridge.fromName(this, "vmbr0");
  readonly vmbr1 = Bridge.fromName(this, "vmbr1");

  private readonly storages = storages(this);
  readonly backup = this.storages.backup;
  readonly localLvm = this.storages.localLvm;
  readonly tank = this.storages.tank;

  private readonly pools = pools(this);
  readonly home = this.pools.home;
  readonly lab = this.pools.lab;

  private readonly pveGuests = pveGuests(this);
  readonly adguard = this.pveGuests.adguard;
  readonly caddy = this.pveGuests.caddy;
  readonly jellyfin = this.pveGuests.jellyfin;
  readonly scratch = this.pveGuests.scratch;

  constructor(scope: Construct) {
    super(scope, "pve", { adopted: true });
    new ProxmoxProvider(this, { endpoint: "https://pve.test:8006" }); // token: PROXMOX_VE_API_TOKEN
    poolMembers(this);
    backupJobs(this);
  }
}
