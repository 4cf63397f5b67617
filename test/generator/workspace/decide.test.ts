import { expect } from "chai";
import { decide } from "../../../generator/workspace/decide";
import type { GeneratedFile } from "../../../generator/workspace/file";
import { hashContent } from "../../../generator/workspace/hash";
import { viewWorkspace } from "../../../generator/workspace/view";

// A disk where upper and lower case are one cannot be had everywhere, so it is made up here: both names show the one file.
describe("file whose name changes only its case", () => {
  const former = "guests/Web.ts";
  const path = "guests/web.ts";

  function decideFor(content: string, found: string) {
    const files: GeneratedFile[] = [{ path, content, mode: "owned" }];
    const sight = { is: "file", hash: hashContent(found), mode: 0o644 } as const;
    const base = { owned: new Map([[former, hashContent("1")]]), once: new Map(), writing: new Map(), text: () => "1" };
    const sights = new Map([
      [former, sight],
      [path, sight],
    ]);
    const { changes, steps } = decide(files, viewWorkspace(files, base, sights));
    return {
      changes: changes.map((change) => `${change.path} ${change.change}`),
      steps: steps.filter(({ path }) => !path.startsWith(".proxmox/")).map((step) => `${step.do} ${step.path}`),
    };
  }

  it("is removed before it is written under its new name", () => {
    expect(decideFor("2", "1")).to.deep.equal({ changes: [`${former} removed`, `${path} updated`], steps: [`remove ${former}`, `write ${path}`] });
  });

  it("is written again even when it says the same", () => {
    expect(decideFor("1", "1").steps).to.deep.equal([`remove ${former}`, `write ${path}`]);
  });

  it("is not written over when it was edited", () => {
    expect(() => decideFor("2", "mine")).to.throw(`${path} was not written by pmpc`);
  });
});
