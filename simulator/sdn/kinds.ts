import { controllers, subnets, vnets, zones } from "../section/sdn";
import type { SdnKind } from "./config";

export const zoneKind: SdnKind = { name: "zones", kind: zones, key: "zone" };
export const vnetKind: SdnKind = { name: "vnets", kind: vnets, key: "vnet" };
export const subnetKind: SdnKind = { name: "subnets", kind: subnets, key: "subnet" };
export const controllerKind: SdnKind = { name: "controllers", kind: controllers, key: "controller" };
export const sdnKinds: readonly SdnKind[] = [zoneKind, vnetKind, subnetKind, controllerKind];
