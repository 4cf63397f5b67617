import { expect } from "chai";
import { Size } from "../../../../lib/pve/size";
import { writeValue } from "../../../../generator/emit/cdktf/value";
import { printFile } from "../../../../generator/emit/typescript/print";
import { call, literal, name, statement } from "../../../../generator/emit/typescript/syntax";

const written = (value: Parameters<typeof writeValue>[0]) =>
  printFile([statement(writeValue(value, (kind, named) => call(name(kind), literal(named))))]).trimEnd();

describe("a value as source", () => {
  it("writes plain text plainly", () => {
    expect(written("web")).to.equal('"web";');
    expect(written('${file("/etc/passwd")}')).to.equal(String.raw`"${"$"}{file(\"/etc/passwd\")}";`);
  });

  it("marks text that cdktf would take for one of its tokens", () => {
    expect(written("${TfToken[TOKEN.0]}")).to.equal('plainText("${TfToken[TOKEN.0]}");');
    expect(written("-1.8881545897087505e+289")).to.equal('plainText("-1.8881545897087505e+289");');
    expect(written({ user: { keys: ["TfToken[a]"] } })).to.equal('{ user: { keys: [plainText("TfToken[a]")] } };');
  });

  it("marks text of several lines as a whole", () => {
    expect(written("a\n${TfToken[TOKEN.0]}\nc")).to.match(/^plainText\(\[[^]*\]\.join\("\\n"\)\);$/);
  });

  it("writes sizes and references as calls", () => {
    expect(written(Size.gibibytes(4))).to.equal("Size.gibibytes(4);");
    expect(written({ kind: "bridge", name: "vmbr0" })).to.equal('bridge("vmbr0");');
  });
});
