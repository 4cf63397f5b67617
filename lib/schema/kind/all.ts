import { bridgeKind } from "./bridge";
import { containerKind } from "./container";
import { imageKind } from "./image";
import { joinKinds } from "./kinds";
import { nodeKind } from "./node";
import { poolKind } from "./pool";
import { storageKind } from "./storage";
import { virtualMachineKind } from "./virtual-machine";

/** Every kind of resource that pmpc knows. */
export const kinds = joinKinds([nodeKind, bridgeKind, storageKind, poolKind, imageKind, virtualMachineKind, containerKind]);

/** The kinds of guests. */
export const guestKinds = { qemu: virtualMachineKind, lxc: containerKind } as const;
