import type { Row } from "./row";

// What several rows say to people in the same words.

/** What holds where a name is left out. */
export const nameFromPath = "- the ids on its path below the stack, joined by `-`; its own id where it exists already";

/** Who may set a value, as a sentence behind the one that says what it is; empty where the usual rights are enough. */
export const whoMaySet = ({ rootOnly }: Pick<Row, "rootOnly">): string => (rootOnly === true ? " Only root@pam may set it, and no token." : "");
