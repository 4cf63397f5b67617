import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { emitArchitecture } from "./architecture";
import { emitReadme, type ReadmeFacts } from "./readme";
import { emitReport } from "./report";

/** What people read: the project's README, a picture of the cluster, and the report of the import. */
export function emitDocs(plan: Plan, facts: ReadmeFacts): EmittedFile[] {
  return [emitReadme(plan, facts), ...emitArchitecture(plan), emitReport(plan)];
}
