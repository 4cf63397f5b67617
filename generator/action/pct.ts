import { guestTool } from "../tool/guest-tool";

/** `pmpc pct`: containers. */
export const { list, status, config, create, start, stop, shutdown, reboot, destroy } = guestTool("pct");
