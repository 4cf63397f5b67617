import { accessKinds } from "./access";
import { availabilityKinds } from "./availability";
import { bridgeKind } from "./bridge";
import { containerKind } from "./container";
import { datacentreKinds } from "./datacentre";
import { firewallKinds } from "./firewall";
import { imageKind } from "./image";
import { interfaceKinds } from "./interface";
import { joinKinds } from "./kinds";
import { mappingKinds } from "./mapping";
import { nodeKind } from "./node";
import { poolKind, poolMemberKind } from "./pool";
import { sdnKinds } from "./sdn";
import { storageKind } from "./storage";
import { virtualMachineKind } from "./virtual-machine";

/** Every kind of resource that pmpc knows. */
export const kinds = joinKinds([
  nodeKind,
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
  ...datacentreKinds,
  virtualMachineKind,
  containerKind,
  ...availabilityKinds,
]);

/** The kinds of guests. */
export const guestKinds = { qemu: virtualMachineKind, lxc: containerKind } as const;
