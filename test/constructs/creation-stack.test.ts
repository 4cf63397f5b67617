import { expect } from "chai";
import { App, DefaultTokenResolver, StringConcat, TerraformIterator, Token, Tokenization } from "cdktf";
import { referable, withoutCreationStacks } from "../../constructs/creation-stack";
import { VirtualEnvironmentPool } from "../../constructs/imports/virtual-environment-pool";
import { ProxmoxStack } from "../../constructs/stack";

const isTraced = (): boolean => {
  const object: { stack?: string } = {};
  Error.captureStackTrace(object);
  return object.stack !== undefined;
};

const resolve = (scope: ProxmoxStack, value: string): unknown => Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });

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

  it("is made once for all who refer to the same", () => {
    const stack = new ProxmoxStack(new App(), "home");
    const pool = referable(() => new VirtualEnvironmentPool(stack, "prod", { poolId: "prod" }));
    expect([pool.poolId, pool.comment]).to.deep.equal([pool.poolId, pool.comment]);
    expect(pool.poolId).not.to.equal(pool.comment);
    expect(Tokenization.reverseString(pool.poolId).tokens[0]!.creationStack).to.deep.equal([]);
    expect(resolve(stack, `${pool.poolId}/${pool.id}`)).to.equal("${proxmox_virtual_environment_pool.prod.pool_id}/${proxmox_virtual_environment_pool.prod.id}");
    expect(Object.keys(pool)).not.to.include("interpolationForAttribute");
  });

  it("of what an iterator makes refers to all of it, although it was referred to before", () => {
    const stack = new ProxmoxStack(new App(), "home");
    const pool = referable(() => new VirtualEnvironmentPool(stack, "prod", { poolId: "prod" }));
    const [one, all] = [pool.poolId, ((pool.forEach = TerraformIterator.fromList(["a", "b"])), pool.poolId)];
    expect([one, all].map((token) => resolve(stack, token))).to.deep.equal(["${proxmox_virtual_environment_pool.prod.pool_id}", "${proxmox_virtual_environment_pool.prod.*.pool_id}"]);
  });
});
