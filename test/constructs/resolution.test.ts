import { tmpdir } from "node:os";
import { expect } from "chai";
import { App, DefaultTokenResolver, Lazy, StringConcat, TerraformStack, TerraformVariable, Token, Tokenization } from "cdktf";
import fc from "fast-check";
import { merge, resolve } from "../../constructs/resolution";

const stack = new TerraformStack(new App({ outdir: tmpdir() }), "home");
const variable = new TerraformVariable(stack, "v", {});

const asCdktfDoes = (value: unknown): unknown =>
  Tokenization.resolve(value, { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });

/** What comes of resolving; the texts of errors differ in the path that they tell. */
function outcome(work: () => unknown): unknown {
  try {
    return { value: work() };
  } catch {
    return "refused";
  }
}

const tokens = fc.constantFrom<unknown>(
  variable.stringValue,
  `a ${variable.stringValue} b`,
  variable.numberValue,
  `n ${variable.numberValue}`,
  variable.listValue,
  variable.listValue[0],
  Token.asNumberList(variable.value),
  Token.asStringMap(variable.value),
  Token.asNumberMap(variable.value),
  variable.value,
  Lazy.anyValue({ produce: () => ({ a: [variable.stringValue, undefined] }) }),
  Lazy.anyValue({ produce: () => undefined }),
  { resolve: () => variable.stringValue },
  Token.STRING_MAP_TOKEN_VALUE,
  Token.NUMBER_MAP_TOKEN_VALUE,
  "${TfToken[TOKEN.999999]}",
  "-8.10956221259138e+298",
  new Date(0),
  () => 1,
);
const plain = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined, "1e5", "${x}", "%{ if }", -5e9, -1e300));
const key = fc.oneof(fc.string(), fc.constantFrom("a", "b", `k ${variable.stringValue}`, "1e5")).filter((text) => text !== "__proto__");
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: "small", withCrossShrink: true }, plain, tokens, fc.array(tie("value")), fc.dictionary(key, tie("value"), { noNullPrototype: true })),
}));

describe("resolution", () => {
  it("yields what cdktf yields, for any value", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(outcome(() => resolve(stack, value))).to.deep.equal(outcome(() => asCdktfDoes(value)));
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves what it is given as it was", () => {
    const overrides = { import: [1] };
    const target = merge(merge({}, overrides), { import: [2] });
    expect(target).to.deep.equal({ import: [1, 2] });
    expect(overrides).to.deep.equal({ import: [1] });
  });

  it("merges into an element of a list by its index", () => {
    expect(merge({ disk: [{ size: 1 }, { size: 2 }] }, { disk: { 1: { size: 3 } } })).to.deep.equal({ disk: [{ size: 1 }, { size: 3 }] });
  });

  it("replaces plain values and removes what is undefined", () => {
    expect(merge({ a: 1, b: 2, c: "x", d: null }, { a: undefined, b: null, c: { d: 1 }, d: { e: 1 } })).to.deep.equal({ b: null, c: { d: 1 }, d: { e: 1 } });
  });
});
