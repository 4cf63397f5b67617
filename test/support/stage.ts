import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../generator/simulator/simulator";

/** A simulated cluster and a folder, which are put back to where a test begins instead of being made anew for each. */
export interface Stage<Scene extends string> {
  readonly simulator: Simulator;
  /** Its path stays the same. */
  readonly folder: string;
  /** Puts both to where a scene ended. */
  at(scene: Scene | "nothing"): Promise<void>;
  close(): Promise<void>;
}

/** What is done to come to each scene, from the one before it; it is done once, when the scene is first asked for. */
export type Scenes<Scene extends string> = Readonly<Record<Scene, (stage: Stage<Scene>) => Promise<unknown>>>;

export async function openStage<Scene extends string>(scenario: SimulatorOptions["scenario"], scenes: Scenes<Scene>): Promise<Stage<Scene>> {
  const place = mkdtempSync(join(tmpdir(), "pmpc-stage-"));
  const [folder, kept] = [join(place, "home"), (scene: string) => join(place, "kept", scene)];
  mkdirSync(folder);
  mkdirSync(kept("nothing"), { recursive: true });
  const simulator = await startSimulator({ scenario });
  const order = ["nothing", ...(Object.keys(scenes) as Scene[])] as const;
  const put = new Map<string, () => void>([["nothing", simulator.cluster.keep()]]);
  const stage: Stage<Scene> = {
    simulator,
    folder,
    async at(scene) {
      if (!put.has(scene)) {
        await stage.at(order[order.indexOf(scene) - 1]!);
        await scenes[scene as Scene](stage);
        cpSync(folder, kept(scene), { recursive: true, verbatimSymlinks: true });
        put.set(scene, simulator.cluster.keep());
      }
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
      cpSync(kept(scene), folder, { recursive: true, verbatimSymlinks: true });
      put.get(scene)!();
      simulator.fail();
    },
    async close() {
      await simulator.close();
      rmSync(place, { recursive: true, force: true });
    },
  };
  return stage;
}
