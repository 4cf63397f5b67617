import { expect } from "chai";
import { changesIn, pendingIn, shownLine, shownText } from "../../../generator/rehearse/conf";

const before = "#one\n#two\ncores: 2\nmemory: 512\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0\n\n[PENDING]\nmemory: 1024\n";

describe("what became of a guest's file", () => {
  it("is told key by key, notes and waiting changes included", () => {
    const after = "#one\n#three\ncores: 2\nmemory: 1024\ntags: lab\n";
    expect(changesIn(before, after)).to.deep.equal([
      { key: "description", before: "one\ntwo", after: "one\nthree" },
      { key: "memory", before: "512", after: "1024" },
      { key: "net0", before: "virtio=BC:24:11:00:00:01,bridge=vmbr0" },
      { key: "[PENDING] memory", before: "1024" },
      { key: "tags", after: "lab" },
    ]);
    expect(pendingIn(before)).to.deep.equal(["memory"]);
    expect(changesIn(before, before)).to.deep.equal([]);
    expect(changesIn(before, undefined).every(({ after: now }) => now === undefined)).to.equal(true);
  });

  it("shows no secret", () => {
    const text = "#-----BEGIN PRIVATE KEY-----\n#abc\ncipassword: hunter22\nlxc.environment.runtime: DB_PASSWORD=hunter22\nname: web\n";
    expect(shownText(text)).not.to.match(/hunter22|abc/);
    expect(JSON.stringify(changesIn(undefined, text))).not.to.match(/hunter22|abc/);
    expect(shownLine("\tpassword hunter22")).to.equal("\tpassword (hidden)");
    expect(shownLine("\tpath /mnt/hunter22")).to.equal("\tpath /mnt/hunter22");
    expect(shownText(text)).to.include("name: web");
  });
});
