import { expect } from "chai";
import { withoutSecrets } from "../../../generator/source/secret";
import { redacted } from "../../../lib/pve/secret";

async function kept(address: string, body: unknown): Promise<unknown> {
  async function* answers() {
    yield { address, body };
  }
  for await (const finding of withoutSecrets(answers())) return "body" in finding ? finding.body : undefined;
}

describe("secrets in answers of the API", () => {
  for (const [address, name] of [
    ["/cluster/acme/plugins/cf", "data"],
    ["/access/domains/keycloak", "client-key"],
    ["/cluster/sdn/ipams/nb", "token"],
    ["/cluster/sdn/dns/pdns", "key"],
    ["/cluster/metrics/server/influx", "token"],
  ] as const) {
    it(`are not kept: ${name} of ${address}`, async () => {
      expect(await kept(address, { [name]: "geheim", comment: "stays" })).to.deep.equal({ [name]: redacted, comment: "stays" });
      const list = address.slice(0, address.lastIndexOf("/"));
      expect(await kept(list, [{ [name]: "geheim" }, { other: 1 }])).to.deep.equal([{ [name]: redacted }, { other: 1 }]);
    });
  }

  it("are told from settings of the same name elsewhere", async () => {
    expect(await kept("/cluster/options", { key: "no secret", data: "none" })).to.deep.equal({ key: "no secret", data: "none" });
  });
});
