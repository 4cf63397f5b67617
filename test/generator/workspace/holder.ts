import { isPmpcError } from "../../../lib/error";
import { lockWorkspace } from "../../../generator/workspace/lock";

/** Locks a workspace and holds it until a word comes, at which it exits without releasing. Says how that went. */
async function hold(root: string): Promise<void> {
  const word = await lockWorkspace(root, "pmpc import").then(
    () => "locked",
    (error: unknown) => (isPmpcError(error) ? error.code : String(error)),
  );
  process.stdin.on("data", () => process.exit(7));
  process.stdout.write(`${word}\n`);
}

void hold(process.argv[2]!);
