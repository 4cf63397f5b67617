// Written by pmpc. Every import updates this file until you edit it; then it is yours.
import { Container, Size } from "pmpc";
import type { MyLabCluster } from "../cluster";

export function alphaGuests(cluster: MyLabCluster): void {
  new Container(cluster, "ct160", {
    vmId: 160,
    node: cluster.alpha,
    adopt: true,
    unprivileged: true,
    operatingSystem: "alpine",
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(1) },
    networkInterfaces: [{ name: "eth0", bridge: cluster.vmbr0, macAddress: "BC:24:11:00:02:60", ip: "10.9.1.160/24" }],
    // cores: the container has all of the node's, which the provider cannot say: it reads 1, and writes 1 with the next change of cpu
  });

  new Container(cluster, "ct161", {
    vmId: 161,
    node: cluster.alpha,
    adopt: true,
    unprivileged: true,
    operatingSystem: "alpine",
    rootDisk: { storage: cluster.localLvm, size: Size.gibibytes(1) },
    networkInterfaces: [{ name: "eth0", bridge: cluster.vmbr0, macAddress: "BC:24:11:00:02:61", ip: "10.9.1.161/24" }],
    // cores: the container has all of the node's, which the provider cannot say: it reads 1, and writes 1 with the next change of cpu
  });
}
