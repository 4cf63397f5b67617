import { join } from "node:path";
import { trustIn } from "../gate/environment";
import type { Handler } from "../gate/message";
import { credentialsFor, serve, type Posing } from "../gate/server";
import type { Project } from "../judge/project";
import { sayLong } from "../judge/takes-long";
import { openClosedDoor } from "../simulator/closed-door";
import { layApart, placeApart, removeApart } from "../terraform/apart";
import type { ProviderBlock } from "../terraform/configuration";
import { openTerraform, type Terraform } from "../terraform/terraform";
import { writeText } from "../workspace/text";
import type { Context } from "../engine/action";

export interface TheatreOptions {
  readonly root: string;
  readonly project: Project;
  /** What is behind the gate. */
  readonly stage: Handler;
  /** Nodes that the provider might want to reach over ssh. */
  readonly nodes: readonly string[];
  /** The provider logs in as root@pam, and may what a token may not. */
  readonly asRoot: boolean;
  readonly environment: Context["environment"];
  readonly context: Pick<Context, "host" | "now" | "signal">;
}

/** Where the code is applied without anybody noticing. */
export interface Theatre {
  readonly terraform: Terraform;
  /** Whether the provider wanted to reach a node over ssh. */
  readonly sshTried: () => boolean;
  close(): Promise<void>;
}

/** Opens a gate before the twin, and lays code and state apart. What leads out of here is closed: ssh ends at a port that sends everyone away. */
export async function openTheatre({ root, project, stage, nodes, asRoot, environment, context }: TheatreOptions): Promise<Theatre> {
  const folder = placeApart(root);
  const posing: Posing = asRoot ? { as: "user", username: "root@pam" } : { as: "token" };
  const door = await openClosedDoor();
  const served = await serve(stage, posing, context.now());
  const close = async () => {
    removeApart(folder);
    await Promise.all([served.close(), door.close()]);
  };
  // A provider for another cluster is not asked for anything, and if it were, it would not find a server.
  const instead = (block: ProviderBlock) => ({ ssh: nowhere(nodes, door.port), ...(project.past.includes(block) ? { endpoint: `https://127.0.0.1:${door.port}/` } : {}) });
  try {
    layApart({ folder: join(root, project.folder), apart: folder, state: project.state, data: environment.TF_DATA_DIR, providers: project.code.providers, instead });
    const trust = await trustIn(served.certificate, environment, async (text) => {
      await writeText(folder, "gate.pem", text);
      return join(folder, "gate.pem");
    });
    const terraform = openTerraform({
      binary: project.tool.name,
      version: project.version,
      folder,
      environment: { ...withoutWays(environment), ...credentialsFor(served, posing), ...trust },
      secrets: [served.secret],
      signal: context.signal,
      onLong: (command, minutes) => sayLong(context.host, `${project.tool.name} ${command} of the rehearsal`)(minutes),
      onProgress: ({ doing, done, open }) => context.host.progress("rehearsing", `${doing}, ${done} of ${done + open.length} resources`, { done, total: done + open.length, on: open }),
    });
    return { terraform, sshTried: () => door.knocks() > 0, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const nowhere = (nodes: readonly string[], port: number) => ({
  agent: false,
  username: "rehearsal",
  password: "rehearsal",
  node: nodes.map((name) => ({ name, address: "127.0.0.1", port })),
});

/** Without the ways of ssh, and without what would put Terraform's files elsewhere. */
function withoutWays(environment: Context["environment"]): Context["environment"] {
  const left = Object.keys(environment).filter((name) => /^PROXMOX_VE_SSH_|^SSH_AUTH_SOCK$|^TF_(DATA_DIR|WORKSPACE)$/.test(name));
  return { ...environment, ...Object.fromEntries(left.map((name) => [name, undefined])) };
}
