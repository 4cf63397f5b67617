import { accessKinds } from "./access";
import { availabilityKinds } from "./availability";
import { bridgeKind } from "./bridge";
import { datacentreKinds } from "./datacentre";
import { firewallKinds } from "./firewall";
import { firewallPlaces } from "./firewall-place";
import { guestKinds } from "./guests";
import { imageKind } from "./image";
import { interfaceKinds } from "./interface";
import { joinKinds } from "./kinds";
import { mappingKinds } from "./mapping";
import { nodeKind } from "./node";
import { clusterOptionsKind, nodeSettingKinds } from "./node-setting";
import { poolKind, poolMemberKind } from "./pool";
import { sdnKinds } from "./sdn";
import { storageKind } from "./storage";

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
  ...Object.values(guestKinds),
  ...availabilityKinds,
]);

export { guestKinds };
