import { expect } from "chai";
import { attribute } from "../../../generator/terraform/diagnostic";
import { holderIn, lockedError } from "../../../generator/terraform/locked";

// The words are Terraform's own.
const detail = `Error message: resource temporarily unavailable
Lock Info:
  ID:        5c8e0b6e-9c4b-7d1d-0a5f-b4b0b9a4d2f1
  Path:      /home/kim/home/terraform.pve.tfstate
  Operation: OperationTypeApply
  Who:       kim@laptop
  Version:   1.11.4
  Created:   2026-11-30 05:50:55.123456789 +0000 UTC
  Info:      ${""}


Terraform acquires a state lock to protect the state from being written
by multiple users at the same time. Please resolve the issue above and try
again. For most commands, you can disable locking with the "-lock=false"
flag, but this is not recommended.`;

describe("a state that somebody else has locked", () => {
  it("says who holds it and since when, and how to go on", () => {
    for (const text of [`Error acquiring the state lock\n${detail}`, `│ Error: Error acquiring the state lock\n│ \n${detail.replace(/^/gm, "│ ")}`, `Error acquiring the state lock: ${detail.replace(/\s+/g, " ")}`]) {
      const error = lockedError(text, "terraform", "/home/kim/stack")!;
      expect(error).to.include({ code: "state-locked", exit: 6, message: "another Terraform (apply of kim@laptop) holds the lock of the state since 2026-11-30 05:50 UTC, so nothing was planned or written" });
      expect(error.hint).to.equal("wait until it has ended, then run this again\nif none runs any more: cd /home/kim/stack && terraform force-unlock 5c8e0b6e-9c4b-7d1d-0a5f-b4b0b9a4d2f1");
    }
  });

  it("is said without what the backend does not tell", () => {
    const error = lockedError("Error acquiring the state lock\nError message: HTTP remote state already locked: ID=", "tofu", "/x")!;
    expect([error.message, error.hint]).to.deep.equal(["another Terraform holds the lock of the state, so nothing was planned or written", "wait until it has ended, then run this again"]);
  });

  it("is no other error, and is among the problems of an apply without Terraform's advice to switch locking off", () => {
    expect(holderIn("Error: Failed to save state")).to.equal(undefined);
    const [problem] = attribute([{ summary: "Error acquiring the state lock", detail }], new Map());
    expect(problem).to.deep.include({ cause: "way", says: "another Terraform (apply of kim@laptop) holds the lock of the state since 2026-11-30 05:50 UTC: wait until it has ended, then run this again" });
  });
});
