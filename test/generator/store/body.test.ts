import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { hashBody, printBody } from "../../../generator/store/body";

describe("document body", () => {
  it("is the same text in whatever order the keys come", () => {
    const body = { data: [{ name: "web", cores: 2 }, null], tags: "a;b" };
    const other = { tags: "a;b", data: [{ cores: 2, name: "web" }, null] };
    expect(printBody(other)).to.equal(printBody(body));
    expect(hashBody(printBody(other))).to.equal(hashBody(printBody(body)));
  });

  it("keeps the order of lists, where it means something", () => {
    const lxc = [
      ["lxc.mount.entry", "b"],
      ["lxc.mount.entry", "a"],
    ];
    expect(JSON.parse(printBody({ lxc }))).to.deep.equal({ lxc });
  });

  it("reads back as what was printed", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (body) => {
        expect(JSON.parse(printBody(body))).to.deep.equal(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  it("keeps keys that objects treat in a way of their own", () => {
    const body = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "10": 3, "9": 4}') as unknown;
    expect(printBody(body)).to.include('"__proto__":{"polluted":1}').and.include('"constructor":2');
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  });

  it("has the hash of its whole text, wherever a long one is cut", () => {
    const whole = (text: string) => createHash("sha256").update(text).digest("base64url");
    for (let before = 16_380; before < 16_390; before++) {
      const text = `${"a".repeat(before)}${"😀".repeat(20_000)}\ud83d end`;
      expect(hashBody(text), String(before)).to.equal(whole(text));
    }
    for (const text of ["", "short", "\ud83d".repeat(40_000)]) expect(hashBody(text)).to.equal(whole(text));
  });

  it("is null where there is none", () => {
    expect(printBody(undefined)).to.equal("null");
  });
});

describe("secret in a body", () => {
  it("is not printed, and the rest is", () => {
    const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n";
    const body = {
      description: `my key:\n${key}`,
      sshkeys: encodeURIComponent(key),
      cipassword: "hunter2",
      env: "DB_PASSWORD=hunter2\0TZ=UTC",
      cores: 2,
    };
    const printed = printBody({ config: [body] });
    expect(printed).to.not.match(/b3BlbnNzaC1rZXk|hunter2/);
    expect(printed).to.include('"cores":2').and.include("TZ=UTC");
  });
});
