import { expect } from "chai";
import fc from "fast-check";
import { posix, win32 } from "node:path";
import { checkPaths } from "../../../generator/workspace/path";

describe("path of a generated file", () => {
  const refusal = (...paths: string[]) => {
    try {
      checkPaths(paths);
      return undefined;
    } catch (error) {
      expect(error).to.include({ code: "path-refused", exit: 6 });
      return (error as Error).message;
    }
  };

  for (const path of [
    "main.ts",
    "guests/pve1.ts",
    "ansible/inventory/host_vars/web 01 ü/pmpc.yml",
    ".gitignore",
    ".proxmox/config.yml",
    "a.new.ts",
    "..a/b..c",
  ])
    it(`may be ${path}`, () => expect(refusal(path)).to.equal(undefined));

  const bad = {
    "": "is not a relative path",
    "/etc/passwd": "is not a relative path",
    "a//b": "is not a relative path",
    "a/": "is not a relative path",
    "../x": "has a part that is . or ..",
    "a/../../x": "has a part that is . or ..",
    "./x": "has a part that is . or ..",
    "a\\..\\..\\x": "has one of",
    "C:/x": "has one of",
    "a\nb": "has a character that cannot be seen",
    "a\u0000b": "has a character that cannot be seen",
    "a\u202Eb": "has a character that cannot be seen",
    "a\u001B[31m": "has a character that cannot be seen",
    "\uD800": "has a character that cannot be seen",
    ".git/hooks/post-checkout": "is in git's own folder",
    "a/.GIT/config": "is in git's own folder",
    "a /b": "ends with a dot or a blank",
    "a./b": "ends with a dot or a blank",
    "con.ts": "Windows keeps for a device",
    "guests/NUL": "Windows keeps for a device",
    ".proxmox/manifest.json": "is kept for pmpc itself",
    ".proxmox/state.db-wal": "is kept for pmpc itself",
    ".proxmox/lock": "is kept for pmpc itself",
    ".proxmox/tmp/1": "is kept for pmpc itself",
    "main.ts.new": "an older pmpc put beside",
    [`${"a".repeat(241)}.ts`]: "more than 240 bytes",
  };
  const visible = (path: string) => path.replace(/[^!-~]/g, (character) => `U+${character.charCodeAt(0).toString(16)}`).slice(0, 40);
  for (const [path, why] of Object.entries(bad)) it(`is not ${visible(path) || "empty"}`, () => expect(refusal(path)).to.include(why));

  it("is not another path in other letters", () => {
    expect(refusal("guests/Web.ts", "guests/web.ts")).to.include('"guests/web.ts" is the same file as "guests/Web.ts"');
    expect(refusal("caf\u00e9.ts", "cafe\u0301.ts")).to.include("is the same file as");
  });

  it("is not a folder of another", () => {
    expect(refusal("a/b", "a/b/c")).to.include('"a/b/c" needs a folder where "a/b" is a file');
    expect(refusal("x/y/z", "X")).to.include("needs a folder");
  });

  it("stays inside, on every system, whatever is accepted", () => {
    const part = fc.oneof(fc.constantFrom("..", ".", "", "\\", "C:", "~", "..\\", "a"), fc.string({ unit: "binary", maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const path = parts.join("/");
        if (refusal(path) !== undefined) return;
        expect(posix.relative("/root", posix.resolve("/root", path))).to.equal(path);
        expect(win32.relative("C:\\root", win32.resolve("C:\\root", path))).to.equal(path.replaceAll("/", "\\"));
      }),
      { numRuns: 2000 },
    );
  });
});
