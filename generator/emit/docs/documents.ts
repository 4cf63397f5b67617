import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { emitReadme, type ReadmeFacts } from "./readme";
import { emitReport } from "./report";

/** What people read: the project's README and the report of the import. */
export function emitDocs(plan: Plan, facts: ReadmeFacts): EmittedFile[] {
  return [emitReadme(plan, facts), emitReport(plan)];
}
