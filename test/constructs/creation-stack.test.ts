import { expect } from "chai";
import { Token } from "cdktf";
import { withoutCreationStacks } from "../../constructs/creation-stack";

const isTraced = (): boolean => {
  const object: { stack?: string } = {};
  Error.captureStackTrace(object);
  return object.stack !== undefined;
};

describe("creation stack", () => {
  it("is not recorded while bindings are built, and is again afterwards", () => {
    expect(isTraced()).to.equal(true);
    const inside = withoutCreationStacks(() => [withoutCreationStacks(isTraced), isTraced()]);
    expect(inside).to.deep.equal([false, false]);
    expect(isTraced()).to.equal(true);
  });

  it("leaves errors their own stack, and is recorded again after one", () => {
    const fail = (): never => {
      throw new Error("no such node");
    };
    const error = (() => {
      try {
        return withoutCreationStacks(fail);
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(error?.stack).to.include("creation-stack.test");
    expect(isTraced()).to.equal(true);
  });

  it("is what a token lacks that was made meanwhile", () => {
    const token = withoutCreationStacks(() => Token.asAny("x"));
    expect(token.creationStack).to.deep.equal([]);
  });
});
