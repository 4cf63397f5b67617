import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
export function emitAnsible(_plan: Plan): EmittedFile[] { return []; }
