import type { GuestType } from "../../lib/pve/address";
import { container } from "./container";
import type { Form } from "./form";
import { machine } from "./machine";

/** How each kind of guest is made. */
export const forms: Readonly<Record<GuestType, Form>> = { qemu: machine, lxc: container };
