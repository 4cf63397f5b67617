import { guestTool } from "./guest-tool";

/** `pmpc qm`: virtual machines. */
export const qm = guestTool("qm");
