import type { UserId } from "./permission";
import type { Scenario } from "./scenario";

/** API tokens that every simulated cluster has, the same everywhere, so that a command can be copied from a page. They open nothing else. */
export const demoTokens = {
  /** May do everything. */
  root: "root@pam!pmpc=11111111-2222-4333-8444-70706d636172",
  /** May look at everything: what an import needs. */
  auditor: "auditor@pve!pmpc=11111111-2222-4333-8444-617564697431",
} as const;

/** What root@pam signs in with. */
export const demoPasswords: ReadonlyMap<UserId, string> = new Map([["root@pam", "pmpc"]]);

export const demoSecrets: ReadonlyMap<UserId, string> = new Map(Object.values(demoTokens).map((token) => token.split("=") as [string, string]));

/** The scenario with these tokens in its `user.cfg`. An auditor who is there already keeps the rights he has. */
export function withDemoTokens(scenario: Scenario): Scenario {
  const text = scenario.files["user.cfg"] ?? "";
  const has = (user: string) => new RegExp(`^user:${user}:`, "m").test(text);
  const lines = [
    ...(has("root@pam") ? [] : ["user:root@pam:1:0::::::"]),
    ...(has("auditor@pve") ? [] : ["user:auditor@pve:1:0::::::", "acl:1:/:auditor@pve:PVEAuditor:"]),
    "token:root@pam!pmpc:0:0:simulator:",
    "token:auditor@pve!pmpc:0:0:simulator:",
  ];
  return { ...scenario, files: { ...scenario.files, "user.cfg": `${text}\n${lines.join("\n")}\n` } };
}
