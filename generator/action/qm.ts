import { guestTool } from "../tool/guest-tool";

/** `pmpc qm`: virtual machines. */
export const { list, status, config, create, start, stop, shutdown, reboot, destroy } = guestTool("qm");
