import { join } from "node:path";

/** The arguments by which Node runs TypeScript of this checkout, as these tests are run. */
export const runsTypeScript = ["--require", join(__dirname, "register.cjs")] as const;
