import { expect } from "chai";
import { withoutSettledAdopt } from "../../../generator/revise/unadopt";
import { clusterNamesPath, type ClusterName } from "../../../generator/workspace/cluster-names";

const line = (key: string, id: string, adopt: boolean): ClusterName => ({ key: key as ClusterName["key"], construct: "Pool", id, file: "cluster/pools.ts", ...(adopt ? { adopt } : {}) }) as ClusterName;
const then = [line("pool/kept", "kept", true), line("pool/gone", "gone", true), line("pool/unread", "unread", true)];
const code = `export function pools(cluster: Home): void {\n${then.map(({ id }) => `  new Pool(cluster, "${id}", {\n    adopt: true,\n  });\n`).join("\n")}}\n`;
const texts = new Map([[clusterNamesPath, then.map((one) => `${JSON.stringify(one)}\n`).join("")], ["cluster/pools.ts", code]]);

describe("code as it was", () => {
  it("adopts neither what is in the state since, nor what has gone from the cluster", () => {
    const now = new Map([["pool/kept", line("pool/kept", "kept", false)]] as const);
    const back = withoutSettledAdopt(texts, new Map(), now as never, (key) => key === "pool/gone");
    const text = back.get("cluster/pools.ts")!;
    expect(text.match(/adopt: true/g)).to.have.lengthOf(1);
    expect(text).to.match(/"unread", \{\s*adopt: true/);
    expect(back.get(clusterNamesPath)!.match(/"adopt":true/g)).to.have.lengthOf(1);
  });

  it("adopts what was not adopted yet, where nothing proves that it has gone", () => {
    expect(withoutSettledAdopt(texts, new Map(), new Map()).get("cluster/pools.ts")).to.equal(code);
  });
});
