import type { ProjectFacts } from "../emit/cdktf/project";
import { readText } from "../workspace/text";
import type { Context } from "../engine/action";

/** How a new project gets pmpc: the published version, or a copy of the checkout that pmpc runs from. */
export async function projectFacts({ home, version }: Context): Promise<ProjectFacts> {
  const sources = await readText(home, "tsconfig.build.json");
  return {
    pmpc: sources === undefined ? `^${version}` : `file:${home}`,
    dependencies: { cdktf: "^0.21.0", constructs: "~10.7.0" },
  };
}
