import { guestTool } from "./guest-tool";

/** `pmpc pct`: containers. */
export const pct = guestTool("pct");
