import { exit, isPmpcError } from "../../lib/error";
import { grantCommand, missingRights, printRight } from "../../lib/inventory/rights";
import { findTool } from "../terraform/tool";
import { action } from "./action";
import { readConfiguration } from "./configuration";
import { connect, connectionOptions } from "./connection";

export interface Check {
  readonly name: string;
  readonly state: "good" | "bad" | "missing";
  readonly says: string;
  readonly remedy?: string;
}

/** `pmpc doctor`: whether an import would see everything, and what is lacking. */
export const doctor = action({
  name: "doctor",
  says: "Check the connection, the certificate, the rights that a full import needs, and the tools.",
  input: connectionOptions,
  async run(input, context) {
    const checks: Check[] = [{ name: "node", state: "good", says: process.version }];
    for (const tool of ["terraform", "tofu", "ansible-inventory"]) {
      const found = await findTool(tool);
      checks.push(found === undefined ? { name: tool, state: "missing", says: "not on the PATH" } : { name: tool, state: "good", says: found });
    }
    checks.push(...(await checkCluster(input, context)));
    const bad = checks.some(({ state }) => state === "bad");
    return { exit: bad ? exit.failed : exit.done, report: { checks } };
  },
});

async function checkCluster(...[input, context]: Parameters<typeof doctor.run>): Promise<Check[]> {
  try {
    const { client, settings } = await connect(input, await readConfiguration(context.folder), context);
    try {
      const version = await client.get("/version");
      const permissions = await client.get("/access/permissions");
      const trust = settings.insecure ? "not checked" : settings.fingerprint ? `pinned: ${settings.fingerprint}` : "signed by a known authority";
      return [
        { name: "cluster", state: "good", says: `${client.url}, Proxmox VE ${String((version.data as { version?: string } | undefined)?.version ?? "?")}` },
        { name: "certificate", state: settings.insecure ? "bad" : "good", says: trust },
        ...rightChecks(client.identity, permissions.data),
      ];
    } finally {
      client.close();
    }
  } catch (error) {
    if (!isPmpcError(error)) throw error;
    return [{ name: "cluster", state: "bad", says: error.message, remedy: error.hint }];
  }
}

function rightChecks(identity: string, permissions: unknown): Check[] {
  const missing = missingRights(permissions);
  if (missing.length === 0) return [{ name: "rights", state: "good", says: `${identity} may read everything that an import needs` }];
  return missing.map((right) => ({
    name: "rights",
    state: right.auditor ? "bad" : "missing",
    says: `${identity} lacks ${printRight(right)}: ${right.purpose}`,
    remedy: grantCommand(identity, right),
  }));
}
