import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { findTerraform } from "../../../generator/terraform/tool";

describe("the question for Terraform's release", () => {
  const folder = mkdtempSync(join(tmpdir(), "pmpc-tool-"));
  after(() => rmSync(folder, { recursive: true }));

  it("asks no server for a newer one, unless the user wants that", async () => {
    writeFileSync(join(folder, "terraform"), '#!/bin/sh\necho "Terraform v1.11.4 checkpoint=$CHECKPOINT_DISABLE"\n');
    chmodSync(join(folder, "terraform"), 0o755);
    const PATH = `${folder}${delimiter}${process.env.PATH}`;
    expect((await findTerraform({ PATH }))?.version).to.contain("checkpoint=1");
    expect((await findTerraform({ PATH, CHECKPOINT_DISABLE: "" }))?.version).to.match(/checkpoint=$/);
  });
});
