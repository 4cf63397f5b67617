import { expect } from "chai";
import { grantCommand, hasNoRights, mayChange, mayHide, missingRights, parseRefusal, printRight, sightIn } from "../../../lib/inventory/rights";
import { clusterB } from "../../support/recorded-server";

const recorded = (by: "http" | "httpLow") => (clusterB[by]["/access/permissions"]!.body as { data: unknown }).data;
const auditor = { "Datastore.Audit": 1, "Mapping.Audit": 1, "Pool.Audit": 1, "SDN.Audit": 1, "Sys.Audit": 1, "VM.Audit": 1, "VM.GuestAgent.Audit": 1 };
const everywhere = (privileges: object) => Object.fromEntries(["/", "/nodes", "/pool", "/sdn", "/storage", "/vms"].map((path) => [path, privileges]));
const lacking = (permissions: unknown) => missingRights(permissions).map(({ anyOf, paths }) => `${anyOf[0]} ${paths.join(" ")}`);

describe("rights", () => {
  it("lacks nothing as an administrator", () => {
    expect(missingRights(recorded("http"))).to.deep.equal([]);
  });

  it("lacks as an auditor only what auditing does not cover", () => {
    expect(lacking(everywhere(auditor))).to.deep.equal(["VM.Config.Options /vms", "VM.Config.Disk /vms"]);
    expect(missingRights(everywhere(auditor)).every((right) => !right.auditor)).to.equal(true);
  });

  it("tells a token that may change something from one that only looks", () => {
    const recipe = { ...auditor, "VM.Config.Disk": 1, "VM.Config.Options": 1 };
    for (const one of [everywhere(auditor), everywhere(recipe), {}, undefined]) expect(mayChange(one)).to.equal(false);
    for (const privilege of ["VM.PowerMgmt", "Datastore.Allocate", "SDN.Allocate", "Sys.Modify", "User.Modify"]) expect(mayChange({ ...everywhere(recipe), "/vms/100": { [privilege]: 0 } }), privilege).to.equal(true);
    expect(mayChange(recorded("http"))).to.equal(true);
  });

  it("lacks everything with VM.Audit on one pool", () => {
    expect(lacking(recorded("httpLow"))).to.deep.equal([
      "VM.Audit /vms",
      "Datastore.Audit /storage",
      "Pool.Audit /pool",
      "SDN.Audit /sdn",
      "Sys.Audit /",
      "VM.GuestAgent.Audit /vms",
      "VM.Config.Options /vms",
      "VM.Config.Disk /vms",
    ]);
  });

  it("does not count a privilege that holds for the folder and not below it", () => {
    expect(lacking({ ...everywhere(auditor), "/storage": { "Datastore.Audit": 0 } })).to.include("Datastore.Audit /storage");
    expect(lacking({ ...everywhere(auditor), "/": { "Sys.Audit": 0 } }).join()).not.to.include("Sys.Audit");
  });

  it("names the guests that an entry of their own excepts", () => {
    expect(lacking({ ...everywhere(auditor), "/vms/206": { "VM.PowerMgmt": 1 }, "/vms/101": auditor })).to.include("VM.Audit /vms/206");
  });

  it("may hide a guest where VM.Audit is lacking on all of them or on this one", () => {
    const excepting = { ...everywhere(auditor), "/vms/206": { "VM.PowerMgmt": 1 }, "/vms/101": { "VM.Audit": 0 } };
    expect([101, 206, 300].map((vmId) => mayHide(excepting, vmId))).to.deep.equal([false, true, false]);
    const onFolderAlone = { ...everywhere(auditor), "/vms": { "VM.Audit": 0 } };
    expect([mayHide(onFolderAlone, 300), mayHide({}, 300), mayHide(recorded("httpLow"), 300), mayHide(recorded("http"), 300)]).to.deep.equal([true, true, true, false]);
  });

  it("may hide the same guests by the little of the answer that is kept in memory", () => {
    const excepting = { ...everywhere(auditor), "/vms/206": { "VM.PowerMgmt": 1 }, "/vms/101": { "VM.Audit": 0 } };
    for (const permissions of [excepting, { "/vms": { "VM.Audit": 0 } }, {}, recorded("http"), recorded("httpLow"), undefined, null]) {
      for (const vmId of [100, 101, 200, 206, 300]) expect(mayHide(sightIn(permissions), vmId), String(vmId)).to.equal(mayHide(permissions, vmId));
    }
    expect(sightIn(excepting)).to.deep.equal({ "/vms": { "VM.Audit": 1 }, "/vms/206": {}, "/vms/101": { "VM.Audit": 0 } });
    expect(sightIn(undefined)).to.equal(undefined);
  });

  it("takes Datastore.Allocate for VM.Config.Disk", () => {
    expect(lacking({ ...everywhere(auditor), "/storage": { ...auditor, "Datastore.Allocate": 1 } })).to.deep.equal(["VM.Config.Options /vms"]);
  });

  it("tells no rights at all from an answer that is missing", () => {
    expect([{}, { "/": { "VM.Audit": 1 } }, undefined, null].map(hasNoRights)).to.deep.equal([true, false, false, false]);
  });
});

describe("refusal", () => {
  it("says the path and the privileges", () => {
    expect(parseRefusal("Permission check failed (/vms/100, VM.Audit)")).to.deep.equal({ path: "/vms/100", anyOf: ["VM.Audit"] });
    expect(printRight(parseRefusal("Permission check failed (/vms/7, VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted)")!)).to.equal(
      "VM.GuestAgent.Audit or VM.GuestAgent.Unrestricted on /vms/7",
    );
    expect(printRight(parseRefusal("Permission check failed (/, Sys.Audit)")!)).to.equal("Sys.Audit on /");
  });

  it("says neither where Proxmox VE does not", () => {
    for (const text of ["Permission check failed", "Permission check failed (user != root@pam)", ""]) expect(parseRefusal(text), text).to.equal(undefined);
  });

  it("is answered by the auditor's role where that has the right", () => {
    expect(grantCommand("auditor@pve!pmpc", { anyOf: ["VM.Audit"], path: "/vms/101" })).to.equal("pveum acl modify / --users 'auditor@pve' --tokens 'auditor@pve!pmpc' --roles PVEAuditor");
    expect(grantCommand("kim@pve", { anyOf: ["Sys.Audit"], path: "/" })).to.equal("pveum acl modify / --users 'kim@pve' --roles PVEAuditor");
  });

  it("is answered by a role of its own elsewhere, beside the auditor's, which it would replace", () => {
    expect(grantCommand("auditor@pve!pmpc", { anyOf: ["VM.Config.Options"], path: "/vms/203" }).split("\n")).to.deep.equal([
      'pveum role add PmpcImport --privs "VM.Config.Options" || pveum role modify PmpcImport --append 1 --privs "VM.Config.Options"',
      "pveum acl modify /vms/203 --users 'auditor@pve' --tokens 'auditor@pve!pmpc' --roles PVEAuditor,PmpcImport",
    ]);
  });
});
