import { expect } from "chai";
import { TerraformOutput, Testing } from "cdktf";
import { Acl, Bond, Bridge, Container, DirectoryStorage, Grant, Group, IpSet, LdapRealm, PciMapping, Pool, ProxmoxProvider, ProxmoxStack, Role, User, UserToken, VirtualMachine, type IRole } from "../../constructs/index";
import { builtInRoles, isBuiltInRole } from "../../lib/schema/kind/built-in-role";
import { problemsOf } from "../support/problems";
import { synthesise } from "../support/synthesis";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- What Terraform is given.
function synthesised(build: (stack: ProxmoxStack) => void): { readonly all: Record<string, Record<string, Record<string, any>>>; readonly output?: Record<string, { readonly value: string }> } {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  const { resource, output } = JSON.parse(Testing.synth(stack, true));
  return { all: resource, output };
}

/** What a stack takes into its state, by import id. */
function imports(build: (stack: ProxmoxStack) => void): readonly string[] {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return (JSON.parse(Testing.synth(stack, true)) as { readonly import: readonly { readonly id: string }[] }).import.map(({ id }) => id);
}

const made = (build: (stack: ProxmoxStack) => void) => synthesised(build).all;

const grants = (all: ReturnType<typeof made>) => Object.values(all.proxmox_acl ?? {}).map((acl) => Object.fromEntries(Object.entries(acl).filter(([name]) => name !== "//")));
const template = { operatingSystem: { type: "debian", template: "nas:vztmpl/debian-13.tar.zst" } } as const;

describe("access", () => {
  it("is users, groups and roles with all that they have", () => {
    const all = made((stack) => {
      const admins = new Group(stack, "admins", { comment: "${us}" });
      new Role(stack, "csi", { privileges: ["VM.Audit", "VM.Config.Disk"], removalPolicy: "destroy" });
      new User(stack, "kim", { groups: [admins, "others"], email: "kim@example.org", firstName: "Kim", lastName: "Lee", comment: "hi", enabled: false, expires: "2030-01-01T00:00:00Z", password: "${var.x}" });
      new User(stack, "lee", { name: "l", realm: "pam", removalPolicy: "destroy" });
    });
    expect(all.proxmox_virtual_environment_group!.admins).to.deep.equal({ group_id: "admins", comment: "$${us}", lifecycle: { prevent_destroy: true } });
    expect(all.proxmox_virtual_environment_role!.csi).to.deep.equal({ role_id: "csi", privileges: ["VM.Audit", "VM.Config.Disk"] });
    expect(all.proxmox_virtual_environment_user!.kim).to.deep.equal({
      user_id: "kim@pve", groups: ["${proxmox_virtual_environment_group.admins.group_id}", "others"], email: "kim@example.org", first_name: "Kim", last_name: "Lee", comment: "hi", enabled: false,
      expiration_date: "2030-01-01T00:00:00Z", password: "$${var.x}", lifecycle: { prevent_destroy: true },
    });
    expect(all.proxmox_virtual_environment_user!.lee).to.deep.equal({ user_id: "l@pam" });
  });

  it("is made in the order in which Proxmox VE takes it, where names say what comes before", () => {
    const all = made((stack) => {
      new LdapRealm(stack, "corp", { server: "ldap.lan", baseDn: "dc=lan", userAttribute: "uid" });
      new User(stack, "kim", { name: "kim@corp" });
      new User(stack, "lee", { name: "lee@corp", adopt: true });
      new User(stack, "max", { name: "max@pam" });
      new Pool(stack, "customers", {});
      new Pool(stack, "acme", { name: "customers/acme" });
    });
    expect(Object.entries(all.proxmox_virtual_environment_user!).map(([id, { depends_on: after }]) => [id, after])).to.deep.equal([["kim", ["proxmox_realm_ldap.corp"]], ["lee", undefined], ["max", undefined]]);
    expect(all.proxmox_virtual_environment_pool!.acme!.depends_on).to.deep.equal(["proxmox_virtual_environment_pool.customers"]);
  });

  it("is tokens of users, whose secrets only Terraform knows", () => {
    const { all, output } = synthesised((stack) => {
      const token = new User(stack, "csi").addToken("disks", { comment: "for k3s", expires: "2030-01-01T00:00:00Z", separatePrivileges: false });
      new TerraformOutput(stack, "token", { value: token.value, sensitive: true });
    });
    expect(Object.values(all.proxmox_user_token!)[0]).to.deep.equal({
      user_id: "${proxmox_virtual_environment_user.csi.user_id}", token_name: "disks", comment: "for k3s", expiration_date: "2030-01-01T00:00:00Z", privileges_separation: false, lifecycle: { prevent_destroy: true },
    });
    expect(output!.token!.value).to.match(/^\$\{proxmox_user_token\.csi_disks_\w+\.value\}$/);
  });

  it("has the roles of Proxmox VE as constants, all that an import writes by them", () => {
    const constants = Object.entries(Role).flatMap(([name, role]) => (typeof role === "object" && role !== null && "roleId" in role ? [[(role as IRole).roleId, name] as const] : []));
    expect(constants.sort()).to.deep.equal([...builtInRoles].sort());
    expect(["PVEAdmin", "PVEOfReleasesToCome", "Administrator", "NoAccess", "mine", "PVE", "pveadmin"].filter(isBuiltInRole)).to.deep.equal(["PVEAdmin", "PVEOfReleasesToCome", "Administrator", "NoAccess"]);
  });

  it("is granted on everything that has a path", () => {
    const all = made((stack) => {
      const kim = User.fromId(stack, "kim@pve");
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      web.grant(kim, Role.VM_USER, { propagate: false });
      new Container(stack, "db", { node: "pve1", ...template }).grant(Group.fromName(stack, "admins"), "Mine");
      new Pool(stack, "prod").grant(UserToken.fromId(stack, "kim@pve!xy"), Role.fromName(stack, "Mine"));
      new DirectoryStorage(stack, "nas", { path: "/srv" }).grant(kim, Role.DATASTORE_USER);
      new PciMapping(stack, "gpu", { devices: [{ node: "pve1", id: "10de:2684", path: "0000:01:00.0" }] }).grant(kim, Role.MAPPING_USER);
      Grant.on(stack, "/nodes/pve1", kim, Role.AUDITOR);
      Grant.on(stack, VirtualMachine.fromVmId(stack, 900) as { aclPath: string }, kim, Role.TEMPLATE_USER);
    });
    expect(all.proxmox_hardware_mapping_pci!.gpu!.map[0].node).to.equal("pve1");
    expect(grants(all)).to.have.deep.members([
      { path: "/vms/${proxmox_virtual_environment_vm.web.vm_id}", user_id: "kim@pve", role_id: "PVEVMUser", propagate: false },
      { path: "/vms/${proxmox_virtual_environment_container.db.vm_id}", group_id: "admins", role_id: "Mine" },
      { path: "/pool/${proxmox_virtual_environment_pool.prod.pool_id}", token_id: "kim@pve!xy", role_id: "Mine" },
      { path: "/storage/${proxmox_storage_directory.nas.id}", user_id: "kim@pve", role_id: "PVEDatastoreUser" },
      { path: "/mapping/pci/${proxmox_hardware_mapping_pci.gpu.name}", user_id: "kim@pve", role_id: "PVEMappingUser" },
      { path: "/nodes/pve1", user_id: "kim@pve", role_id: "PVEAuditor" },
      { path: "/vms/900", user_id: "kim@pve", role_id: "PVETemplateUser" },
    ]);
  });

  it("is granted to a token and to its user, because a token has at most the rights of its user; and once, however often it is said", () => {
    const all = made((stack) => {
      const csi = new Role(stack, "csi", { privileges: ["VM.Audit"] });
      const token = new User(stack, "k3s").addToken("csi");
      const web = new VirtualMachine(stack, "web", { node: "pve1" });
      expect(web.grant(token, csi)).to.equal(web.grant(token, csi));
    });
    const [token] = Object.keys(all.proxmox_user_token!);
    const both = { path: "/vms/${proxmox_virtual_environment_vm.web.vm_id}", role_id: "${proxmox_virtual_environment_role.csi.role_id}" };
    expect(grants(all)).to.have.deep.members([{ ...both, token_id: `\${proxmox_user_token.${token}.id}` }, { ...both, user_id: "${proxmox_virtual_environment_user.k3s.user_id}" }]);
  });

  it("is granted in the stack that needs the other: that of who gets the rights on what another stack has", () => {
    const texts = synthesise((app) => {
      const [base, guests] = ["base", "guests"].map((id) => new ProxmoxStack(app, id)) as [ProxmoxStack, ProxmoxStack];
      for (const stack of [base, guests]) new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
      const lab = new ProxmoxProvider(guests, { endpoint: "https://pve1.lan:8006", alias: "root" });
      const pool = new Pool(base, "prod");
      const kim = new User(guests, "kim", { provider: lab });
      pool.grant(kim, Role.VM_USER);
      pool.grant(kim.addToken("ci"), Role.VM_USER);
    }, { skipValidation: false });
    const { base, guests } = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, (JSON.parse(text) as { readonly resource: ReturnType<typeof made> }).resource]));
    expect(base).not.to.have.property("proxmox_acl");
    const found = grants(guests!);
    expect(found).to.have.lengthOf(2);
    for (const one of found) {
      expect(one.path).to.match(/^\/pool\/\$\{data\.terraform_remote_state\./);
      expect(one.provider).to.equal("proxmox.root");
    }
  });

  it("is reached by the provider of what it is granted on", () => {
    const all = made((stack) => {
      const provider = new ProxmoxProvider(stack, { alias: "lab", endpoint: "https://lab.lan:8006" });
      const kim = new User(stack, "kim", { provider });
      kim.addToken("xy");
      new VirtualMachine(stack, "web", { node: "pve1", provider }).grant(kim, Role.VM_USER);
    });
    for (const type of ["proxmox_acl", "proxmox_user_token"]) for (const one of Object.values(all[type]!)) expect(one.provider, type).to.equal("proxmox.lab");
  });

  for (const [what, build, problem] of [
    ["a privilege that there is not", (stack) => new Role(stack, "x", { privileges: ["VM.Adit" as never] }), '[home/x] privileges has "VM.Adit", which is not a privilege; did you mean "VM.Audit"?'],
    ["a role without privileges", (stack) => new Role(stack, "x", {} as never), "[home/x] privileges is missing; say it"],
    ["a role that is named like those of Proxmox VE", (stack) => new Role(stack, "PVEMine", { privileges: [] }), '[home/PVEMine] name is "PVEMine", and PVE at the beginning is reserved for the roles of Proxmox VE; choose another, or say Role.fromName(…) to refer to one of those'],
    ["a role of a name with blanks", (stack) => new Role(stack, "a b", { privileges: [] }), '[home/a b] name is "a b", which Proxmox VE refuses; say letters, digits, - _ .'],
    ["a user of a name with a slash", (stack) => new User(stack, "x", { name: "a/b" }), '[home/x] name is "a/b", which Proxmox VE refuses; say no blanks, : / or @'],
    ["a password of another realm", (stack) => new User(stack, "x", { realm: "pam", password: "geheim" }), '[home/x] password is said, and "pam" has passwords of its own; take it away, or say realm: "pve"'],
    ["a time that is none", (stack) => new User(stack, "x", { expires: "tomorrow" }), '[home/x] expires is "tomorrow"; say a time such as 2030-01-01T00:00:00Z'],
    ["an address that is none", (stack) => new User(stack, "x", { email: "kim" }), '[home/x] email is "kim", which is not an address; say one such as kim@example.org'],
    ["a user without a realm", (stack) => User.fromId(stack, "kim"), '[home] User.fromId: "kim" has no realm; say one such as kim@pve'],
    ["a token of a name with blanks", (stack) => new User(stack, "x").addToken("a b"), '[home/x/a b] name is "a b", which Proxmox VE refuses; say a letter, then letters, digits, - _ .'],
    ["a token that is none", (stack) => UserToken.fromId(stack, "kim@pve"), '[home] UserToken.fromId: "kim@pve" is not a token; say one such as kim@pve!csi'],
    ["a group of a name with blanks", (stack) => new Group(stack, "a b"), '[home/a b] name is "a b", which Proxmox VE refuses; say letters, digits, - _ .'],
    ["a grant to somebody who is nobody", (stack) => Grant.on(stack, "/", {} as never, Role.AUDITOR), '[home] grant: expected a user, a group or a token such as new User(stack, "kim"), got an object'],
    ["a grant of something that is no role", (stack) => Grant.on(stack, "/", User.fromId(stack, "kim@pve"), 5 as never), "[home] grant: expected a role, or its name such as Role.VM_USER, got 5"],
    ["a grant on no path", (stack) => Grant.on(stack, "vms/100", User.fromId(stack, "kim@pve"), Role.AUDITOR), '[home/grant vms:100 kim@pve PVEAuditor] the path is "vms/100"; say one that begins with a slash: /vms/101, /pool/prod, /'],
  ] as readonly (readonly [string, (stack: ProxmoxStack) => unknown, string])[]) {
    it(`fails for ${what}`, () => expect(problemsOf((stack) => void build(stack as ProxmoxStack))).to.deep.equal([problem]));
  }

  it("fails for a grant to a token that has no rights of its own", () => {
    const problems = problemsOf((stack) => void new VirtualMachine(stack, "web", { node: "pve1" }).grant(new User(stack, "x").addToken("tt", { separatePrivileges: false }), Role.VM_USER));
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include("the token has all rights of its user, and none of its own; grant them to the user, or say separatePrivileges: true");
  });

  it("shows no password", () => {
    const [problem] = problemsOf((stack) => void new User(stack, "x", { password: 12345 as never }));
    expect(problem).to.include("password: expected text").and.not.include("12345");
  });

  it("may have what other releases and directories know, where it exists, and is imported by its very name", () => {
    const ids = imports((stack) => {
      const odd = new User(stack, "odd", { adopt: true, name: "x${y}@pve" });
      new User(stack, "kim", { adopt: true, name: "kim@corp.example@ad", email: "none" });
      new Role(stack, "old", { adopt: true, privileges: ["VM.Audit", "Some.Thing"] });
      new IpSet(stack, "set", { adopt: true, name: "a.b", entries: ["lan"] });
      new Acl(stack, "right", { adopt: true, path: new DirectoryStorage(stack, "data", { path: "/srv" }), role: "PVEAuditor", user: odd });
    });
    expect(ids).to.have.members(["x$${y}@pve", "kim@corp.example@ad", "old", "cluster/a.b", "/storage/data?x$${y}@pve?PVEAuditor"]);
  });

  it("is given on what code has, and interfaces depend on one another", () => {
    const all = made((stack) => {
      const bond = new Bond(stack, "bond0", { node: "pve1", slaves: ["eno1", "eno2"] });
      new Bridge(stack, "vmbr0", { node: "pve1", ports: [bond] });
      new Acl(stack, "right", { path: new Pool(stack, "prod"), role: "PVEAuditor", group: "ops" });
      new Acl(stack, "realm", { path: new LdapRealm(stack, "corp", { server: "ldap.lan", baseDn: "dc=lan" }), role: Role.AUDITOR, group: Group.fromName(stack, "ops") });
      new Acl(stack, "group", { path: new Group(stack, "staff"), role: "own", token: UserToken.fromId(stack, "kim@pve!ci") });
      new Acl(stack, "other", { path: Group.fromName(stack, "ops"), role: "own", token: new User(stack, "kim").addToken("csi") });
    });
    const { realm, group, other } = all.proxmox_acl!;
    expect([realm!.path, realm!.role_id, realm!.group_id]).to.deep.equal(["/access/realm/${proxmox_realm_ldap.corp.realm}", "PVEAuditor", "ops"]);
    expect([group!.path, group!.token_id]).to.deep.equal(["/access/groups/${proxmox_virtual_environment_group.staff.group_id}", "kim@pve!ci"]);
    expect([other!.path, other!.token_id]).to.deep.equal(["/access/groups/ops", "${proxmox_user_token.kim_csi_209AAC82.id}"]);
    expect(all.proxmox_network_linux_bridge!.vmbr0!.ports).to.deep.equal(["${proxmox_network_linux_bond.bond0.name}"]);
    expect(all.proxmox_acl!.right!.path).to.equal("/pool/${proxmox_virtual_environment_pool.prod.pool_id}");
  });
});
