import { accessKinds } from "./access";
import { availabilityKinds } from "./availability";
import { bridgeKind } from "./bridge";
import { containerKind } from "./container";
import { datacentreKinds } from "./datacentre";
import { firewallKinds } from "./firewall";
import { firewallPlaces } from "./firewall-place";
import { imageKind } from "./image";
import { interfaceKinds } from "./interface";
import { joinKinds } from "./kinds";
import { mappingKinds } from "./mapping";
import { nodeKind } from "./node";
import { clusterOptionsKind, nodeSettingKinds } from "./node-setting";
import { poolKind, poolMemberKind } from "./pool";
import { sdnKinds } from "./sdn";
import { storageKind } from "./storage";
import { virtualMachineKind } from "./virtual-machine";

/** Every kind of resource that pmpc knows. */
export const kinds = joinKinds([
  nodeKind,
  ...nodeSettingKinds,
  ...interfaceKinds,
  bridgeKind,
  ...sdnKinds,
  storageKind,
  poolKind,
  poolMemberKind,
  imageKind,
  ...accessKinds,
  ...mappingKinds,
  ...firewallKinds,
  ...firewallPlaces,
  ...datacentreKinds,
  clusterOptionsKind,
  virtualMachineKind,
  containerKind,
  ...availabilityKinds,
]);

/** The kinds of guests. */
export const guestKinds = { qemu: virtualMachineKind, lxc: containerKind } as const;
