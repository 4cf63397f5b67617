import { expect } from "chai";
import { twinOf } from "../../../generator/twin/twin";
import { datacentre } from "../../../simulator/scenario/datacentre";
import { askerOf } from "../../simulator/asker";

/** What is read beside guests. */
const addresses = [
  "/cluster/ha/resources",
  "/cluster/ha/rules",
  "/cluster/backup",
  "/cluster/jobs/realm-sync",
  "/cluster/replication",
  "/cluster/mapping/dir",
  "/cluster/mapping/pci",
  "/cluster/mapping/usb",
  "/cluster/metrics/server",
  "/cluster/sdn/zones",
  "/cluster/sdn/vnets",
  "/cluster/sdn/vnets/labnet/subnets",
  "/cluster/sdn/vnets/freshnet/subnets",
  "/cluster/sdn/controllers",
  "/cluster/sdn/fabrics/fabric",
  "/cluster/sdn/fabrics/node/under",
  "/cluster/options",
  "/nodes/rack-a1/config",
  "/nodes/rack-a1/dns",
  "/nodes/rack-a1/hosts",
  "/cluster/sdn/ipams",
  "/cluster/sdn/dns",
  "/access/domains",
  "/cluster/firewall/options",
  "/cluster/firewall/aliases",
  "/cluster/firewall/ipset",
  "/cluster/firewall/ipset/admins",
  "/cluster/firewall/groups",
  "/cluster/firewall/groups/base",
  "/cluster/firewall/groups/web",
  "/cluster/firewall/rules",
  "/cluster/sdn/vnets/labnet/firewall/options",
  "/cluster/sdn/vnets/labnet/firewall/rules",
  "/nodes/rack-a1/firewall/options",
  "/nodes/rack-a1/firewall/rules",
  "/nodes/rack-a1/qemu/100/firewall/options",
  "/nodes/rack-a1/qemu/100/firewall/aliases",
  "/nodes/rack-a1/qemu/100/firewall/rules",
];

/** Lists in one order; digests are of files that need not be alike to the letter. */
function lasting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lasting).map((one) => JSON.stringify(one)).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "digest" && key !== "next-run").sort().map(([key, inner]) => [key, lasting(inner)]));
}

describe("a twin of a data centre", () => {
  const real = askerOf(datacentre);
  const tokens = real.data<{ userid: string }[]>("/access/users").map(({ userid }) => `/access/users/${userid}/token`);
  const read = ["/cluster/resources", "/cluster/status", "/nodes", "/storage", "/pools", "/access/users", "/access/groups", "/access/roles", "/access/acl", ...tokens, ...addresses];
  const single = real.data<{ id: string }[]>("/cluster/metrics/server").map(({ id }) => `/cluster/metrics/server/${id}`);
  const realms = real.data<{ realm: string }[]>("/access/domains").map(({ realm }) => `/access/domains/${realm}`);
  const documents = new Map([...read, ...single, ...realms].map((address) => [address, real.data<unknown>(address)]));
  const twin = askerOf(twinOf({ documents, unreadable: new Map() }).scenario);

  it("has everybody who was read, with what they may do, beside who rehearses", () => {
    for (const [address, key] of [["/access/users", "userid"], ["/access/groups", "groupid"], ["/access/roles", "roleid"]] as const) {
      const here = new Map(twin.data<Record<string, unknown>[]>(address).map((row) => [row[key], lasting(row)]));
      const there = real.data<Record<string, unknown>[]>(address);
      expect(there.length, address).to.be.above(1);
      for (const row of there) expect(here.get(row[key]), `${address} ${String(row[key])}`).to.deep.equal(lasting(row));
    }
    expect(lasting(twin.data("/access/acl"))).to.include.members(lasting(real.data("/access/acl")) as string[]);
  });

  for (const address of [...addresses, ...single, ...realms]) {
    it(`answers ${address} as it was read`, () => {
      expect(lasting(twin.data<unknown>(address))).to.deep.equal(lasting(documents.get(address)));
    });
  }
});
