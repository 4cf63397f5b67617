import type { Size } from "../../lib/pve/size";
import type { Duration } from "../../lib/pve/duration";
import type { VirtualMachineProps } from "../virtual-machine";
import type { Matcher } from "./match";

/** A value, a part of an object, or a matcher in the place of either. */
export type Expected<T> = Matcher | (T extends string | number | boolean | Size | Duration | undefined ? T : T extends readonly (infer Element)[] ? readonly Expected<Element>[] : { readonly [Name in keyof T]?: Expected<T[Name]> });

/** What can be expected of virtual machines and containers alike. */
export type GuestRule = Expected<Pick<VirtualMachineProps, "vmId" | "node" | "name" | "pool" | "template" | "started" | "onBoot" | "startup" | "protection" | "description" | "tags" | "removalPolicy">>;
