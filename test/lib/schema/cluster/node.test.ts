import { expect } from "chai";
import { readResources } from "../../../../lib/inventory/resource";
import type { Observation } from "../../../../lib/inventory/document";
import { clusterTableOf } from "../../../../lib/schema/cluster/all";
import type { Document } from "../../../../lib/schema/cluster/table";
import { isAside, writeDocument } from "../../../../lib/schema/cluster/write";
import { kinds } from "../../../../lib/schema/kind/all";

function written(terraform: string, document: Document) {
  const writing = writeDocument(clusterTableOf(terraform)!, document);
  if (isAside(writing)) throw new Error(writing.reason);
  return writing;
}

describe("the hosts file of a node", () => {
  const notesOf = (data: string) => written("proxmox_virtual_environment_hosts", { node: "pve1", data }).notes;

  it("has a caution where a comment is behind a line, which the provider takes for names", () => {
    const [note, ...others] = notesOf("127.0.0.1 localhost\n192.0.2.50 nas # the filer\n");
    expect(note).to.include("a comment behind a line is among its names").and.include("Give the comment a line of its own before you change anything here");
    expect(others).to.deep.equal([]);
    expect(notesOf("192.0.2.50 nas #filer\n")).to.deep.equal([note]);
  });

  it("has none where comments have lines of their own", () => {
    expect(notesOf("# the filer\n127.0.0.1 localhost\n\n192.0.2.50 nas\n")).to.deep.equal([]);
  });
});

describe("the certificate of a node", () => {
  const type = "proxmox_acme_certificate";
  const asideOf = (document: Document) => {
    const writing = writeDocument(clusterTableOf(type)!, { node: "pve1", ...document });
    return isAside(writing) ? writing : undefined;
  };

  it("has the names of its account first, then those with a plugin of their own, as the provider reads them", () => {
    const { config, claims } = written(type, { node: "pve1", acme: "account=le,domains=pve1.example.net;pve.example.net", acmedomain2: "domain=a.example.net,plugin=cf", acmedomain0: "b.example.net,alias=_acme.example.org,plugin=ns", acmedomain5: "c.example.net" });
    expect(config).to.deep.include({
      account: "le",
      domains: [{ domain: "pve1.example.net" }, { domain: "pve.example.net" }, { domain: "b.example.net", plugin: "ns", alias: "_acme.example.org" }, { domain: "a.example.net", plugin: "cf" }],
    });
    expect(claims.filter(({ outcome }) => outcome === "notSaid").map(({ key, value, why }) => [key, value, why])).to.deep.equal([["acmedomain5", "c.example.net", "the provider knows the first five"]]);
  });

  it("is left to Proxmox VE where the provider would order another one", () => {
    expect(asideOf({ acme: "domains=pve1.example.net" })).to.deep.equal({
      reason: "its settings name no account, and the provider would order it anew to say one", remedy: "pvesh set /nodes/pve1/config --acme 'account=default,domains=pve1.example.net'",
    });
    expect(asideOf({ acmedomain0: "pve1.example.net,plugin=cf" })?.remedy).to.equal("pvesh set /nodes/pve1/config --acme 'account=default'");
    expect(asideOf({ acme: "account=le", acmedomain5: "pve1.example.net" })?.reason).to.include("no name that the provider reads");
    expect(asideOf({ acme: "account=default,domains=pve1.example.net" })).to.equal(undefined);
  });
});

describe("what nodes have of which several things share an answer", () => {
  const keysIn = (documents: Readonly<Record<string, unknown>>) => [...readResources({ documents: new Map(Object.entries(documents)), unreadable: new Map() } as unknown as Observation, kinds).keys()];

  it("is a certificate only where names or an account are set, and a standard repository only where a file has it", () => {
    expect(keysIn({ "/nodes/pve1/config": { description: "x", digest: "1" }, "/nodes/pve2/config": { acmedomain4: "a.example.net", wakeonlan: "BC:24:11:00:00:0A" } })).to.deep.equal(["node-config/pve1", "node-config/pve2", "acme-certificate/pve2"]);
    const repositories = { files: [{ path: "/etc/apt/sources.list.d/a.sources", repositories: [{ Enabled: 1 }] }], "standard-repos": [{ handle: "enterprise", status: 0 }, { handle: "no-subscription", status: 1 }, { handle: "test" }, { handle: "other", status: null }] };
    expect(keysIn({ "/nodes/pve1/apt/repositories": repositories })).to.deep.equal(["apt-standard-repository/pve1/enterprise", "apt-standard-repository/pve1/no-subscription", "apt-repository/pve1//etc/apt/sources.list.d/a.sources/0"]);
  });
});
