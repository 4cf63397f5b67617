import { expect } from "chai";
import { TerraformVariable, Testing } from "cdktf";
import { AcmeAccount, AcmeCertificate, AcmeDnsPlugin, DatacenterOptions, NodeFirewall, Port, ProxmoxProvider, ProxmoxStack, Rule, SecurityGroup } from "../../constructs/index";
import { datacenterTables } from "../../lib/schema/cluster/datacenter";
import { problemsOf } from "../support/problems";

function made(build: (stack: ProxmoxStack) => void): Record<string, Record<string, Record<string, unknown>>> {
  const stack = new ProxmoxStack(Testing.app(), "home");
  new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)).resource;
}

const only = (resources: Record<string, Record<string, unknown>> | undefined) => {
  const [one, ...others] = Object.values(resources ?? {});
  expect(others).to.deep.equal([]);
  return one!;
};

const options = {
  bandwidthLimitClone: 1, bandwidthLimitDefault: 2, bandwidthLimitMigration: 3, bandwidthLimitMove: 4, bandwidthLimitRestore: 5, console: "html5", crsHa: "dynamic", crsRebalanceOnStart: true, crsAutoRebalance: true,
  crsAutoRebalanceHoldDuration: 4, crsAutoRebalanceMargin: 20, crsAutoRebalanceMethod: "topsis", crsAutoRebalanceThreshold: 40, description: "of ${all}", emailFrom: "pve@example.org", haShutdownPolicy: "migrate",
  httpProxy: "http://proxy.lan:3128", keyboard: "de", language: "pt_BR", macPrefix: "02:00", maxWorkers: 3, migrationNetwork: "10.0.0.0/24", migrationType: "insecure", nextId: { lower: 200, upper: 900 },
  notify: { haFencingMode: "never", haFencingTarget: "me", packageUpdates: "never", packageUpdatesTarget: "me", replication: "never", replicationTarget: "me" },
} as const;

describe("options of the cluster", () => {
  it("are all said, and protected", () => {
    const said = only(made((stack) => void new DatacenterOptions(stack, "options", options)).proxmox_cluster_options);
    expect(said).to.deep.equal({
      bandwidth_limit_clone: 1, bandwidth_limit_default: 2, bandwidth_limit_migration: 3, bandwidth_limit_move: 4, bandwidth_limit_restore: 5, console: "html5", crs_ha: "dynamic", crs_ha_rebalance_on_start: true,
      crs_ha_auto_rebalance: true, crs_ha_auto_rebalance_hold_duration: 4, crs_ha_auto_rebalance_margin: 20, crs_ha_auto_rebalance_method: "topsis", crs_ha_auto_rebalance_threshold: 40, description: "of $${all}",
      email_from: "pve@example.org", ha_shutdown_policy: "migrate", http_proxy: "http://proxy.lan:3128", keyboard: "de", language: "pt_BR", mac_prefix: "02:00", max_workers: 3, migration_cidr: "10.0.0.0/24",
      migration_type: "insecure", next_id: { lower: 200, upper: 900 },
      notify: { ha_fencing_mode: "never", ha_fencing_target: "me", package_updates: "never", package_updates_target: "me", replication: "never", replication_target: "me" },
      lifecycle: { prevent_destroy: true },
    });
    const props = datacenterTables[0]!.rows.flatMap(({ prop, terraform }) => (prop === null || terraform === null ? [] : [prop]));
    expect(Object.keys(options)).to.have.members(props);
  });

  it("adopt those that there are", () => {
    const stack = new ProxmoxStack(Testing.app(), "home");
    new DatacenterOptions(stack, "options", { emailFrom: "pve@example.org", adopt: true });
    expect(JSON.parse(Testing.synth(stack)).import).to.deep.equal([{ to: "proxmox_cluster_options.options", id: "cluster" }]);
  });

  it("fail for what Proxmox VE or the provider refuses", () => {
    const problems = problemsOf((stack) => {
      new DatacenterOptions(stack, "range", { nextId: { lower: 900, upper: 900 } });
      new DatacenterOptions(stack, "odd", { console: "vt100" as never, crsAutoRebalanceMargin: 101, httpProxy: "proxy.lan", macPrefix: "01:00", migrationNetwork: "10.0.0.0", maxWorkers: 0 });
      new DatacenterOptions(stack, "type", { emailFrom: 5 as never });
      new DatacenterOptions(stack, "mail", { emailFrom: "pve at example.org" });
      new DatacenterOptions(stack, "empty");
      new DatacenterOptions(stack, "as-it-is", { adopt: true });
    });
    expect(problems.filter((one) => !one.startsWith("[home/odd]"))).to.deep.equal([
      "[home/range] nextId.lower is 900, which is not below nextId.upper, 900",
      "[home/type] emailFrom: expected text, got 5",
      '[home/mail] emailFrom is "pve at example.org", which is not an address; say one such as pve@example.org',
      '[home/empty] it says nothing, and would change nothing; say an option such as keyboard: "de", or take it away',
    ]);
    const odd = problems.filter((one) => one.startsWith("[home/odd]")).join("\n");
    for (const prop of ["console", "crsAutoRebalanceMargin", "httpProxy", "macPrefix", "migrationNetwork", "maxWorkers"]) expect(odd).to.match(new RegExp(`${prop} is `));
  });
});

describe("the firewall of a node", () => {
  it("has its options and rules, which come first", () => {
    const all = made((stack) => {
      const web = new SecurityGroup(stack, "web", { rules: [Rule.accept(Port.tcp(443))] });
      const firewall = new NodeFirewall(stack, "pve1", {
        node: "pve1", neighbourDiscovery: false, noSmurfs: false, nftables: true, maxConnections: 40_000, connectionTimeout: 8000,
        logInput: "info", logOutput: "err", logForward: "alert", logSmurfs: "crit", logTcpFlags: "debug", rules: [Rule.accept(Port.tcp(22)).from("10.0.0.0/24")],
      });
      firewall.addRule(Rule.drop(Port.tcp(111))).addGroup(web);
    });
    expect(only(all.proxmox_node_firewall)).to.deep.equal({
      node_name: "pve1", ndp: false, nosmurfs: false, nftables: true, nf_conntrack_max: 40_000, nf_conntrack_tcp_timeout_established: 8000,
      log_level_in: "info", log_level_out: "err", log_level_forward: "alert", smurf_log_level: "crit", tcp_flags_log_level: "debug",
      depends_on: [`proxmox_virtual_environment_firewall_rules.${Object.keys(all.proxmox_virtual_environment_firewall_rules!)[0]}`], lifecycle: { prevent_destroy: true },
    });
    const { node_name, rule } = only(all.proxmox_virtual_environment_firewall_rules) as { node_name: string; rule: Record<string, unknown>[] };
    expect(node_name).to.equal("pve1");
    expect(rule.map(({ action, dport, source, security_group }) => [action, dport, source, security_group].filter((one) => one !== undefined && one !== null))).to.deep.equal([["ACCEPT", "22", "10.0.0.0/24"], ["DROP", "111"], ["${proxmox_virtual_environment_cluster_firewall_security_group.web.name}"]]);
  });

  it("is switched off, and has no rules, where nothing else is said", () => {
    const all = made((stack) => void new NodeFirewall(stack, "pve1", { node: "pve1", enabled: false }));
    expect(only(all.proxmox_node_firewall)).to.deep.equal({ node_name: "pve1", enabled: false, lifecycle: { prevent_destroy: true } });
    expect(all.proxmox_virtual_environment_firewall_rules).to.equal(undefined);
  });

  it("refuses to lock people out, and what Proxmox VE refuses", () => {
    const problems = problemsOf((stack) => {
      new NodeFirewall(stack, "shut", { node: "pve1", rules: [Rule.drop(Port.tcp(22))] });
      new NodeFirewall(stack, "open", { node: "pve1", rules: [Rule.accept(Port.tcp(22)).from("10.0.0.0/24"), Rule.drop(Port.tcp(22))] });
      new NodeFirewall(stack, "few", { node: "pve1", maxConnections: 10, connectionTimeout: 10 });
      new NodeFirewall(stack, "odd", { node: "pve1", rules: [Rule.accept(Port.tcp(80)).from("the office")] });
    });
    expect(problems).to.have.members([
      "[home/shut] a rule refuses port 22 from everywhere, and you would be locked out of the node; say a rule that accepts it before that one",
      "[home/few] maxConnections is 10, which Proxmox VE refuses; say a whole number, at least 32768",
      "[home/few] connectionTimeout is 10, which Proxmox VE refuses; say a whole number, at least 7875",
      '[home/odd] rules[0]: source is "the office", which is not an address; say one such as 10.0.0.0/24, an IpSet, or an Alias',
    ]);
  });
});

describe("certificates by ACME", () => {
  it("are ordered by an account, and proven by a plugin", () => {
    const all = made((stack) => {
      const secret = (id: string) => new TerraformVariable(stack, id, { type: "string", sensitive: true }).stringValue;
      const account = new AcmeAccount(stack, "letsencrypt", {
        contact: "ops@example.org", directory: "https://acme-v02.api.letsencrypt.org/directory", terms: "https://letsencrypt.org/terms", eabKeyId: secret("kid"), eabKey: secret("hmac"),
      });
      const cloudflare = new AcmeDnsPlugin(stack, "cloudflare", { api: "cf", data: { CF_Token: secret("cf") }, validationDelay: 120 });
      new AcmeCertificate(stack, "pve1", { node: "pve1", account, domains: ["pve1.example.org", { domain: "*.example.org", plugin: cloudflare, alias: "acme.example.net" }], force: true });
    });
    expect(only(all.proxmox_acme_account)).to.deep.equal({
      name: "letsencrypt", contact: "ops@example.org", directory: "https://acme-v02.api.letsencrypt.org/directory", tos: "https://letsencrypt.org/terms", eab_kid: "${var.kid}", eab_hmac_key: "${var.hmac}", lifecycle: { prevent_destroy: true },
    });
    expect(only(all.proxmox_acme_dns_plugin)).to.deep.equal({ plugin: "cloudflare", api: "cf", data: { CF_Token: "${var.cf}" }, validation_delay: 120, lifecycle: { prevent_destroy: true } });
    expect(only(all.proxmox_acme_certificate)).to.deep.equal({
      node_name: "pve1", account: "${proxmox_acme_account.letsencrypt.name}", force: true,
      domains: [{ domain: "pve1.example.org" }, { alias: "acme.example.net", domain: "*.example.org", plugin: "${proxmox_acme_dns_plugin.cloudflare.plugin}" }],
    });
  });

  it("take accounts and plugins by their names", () => {
    const all = made((stack) => {
      new AcmeCertificate(stack, "a", { node: "pve1", account: AcmeAccount.fromName(stack, "default"), domains: [{ domain: "pve1.example.org", plugin: AcmeDnsPlugin.fromName(stack, "cf") }] });
      new AcmeCertificate(stack, "b", { node: "pve2", account: "default", domains: [{ domain: "pve2.example.org", plugin: "cf" }] });
    });
    const certificates = Object.values(all.proxmox_acme_certificate!);
    expect(certificates.map(({ account }) => account)).to.deep.equal(["default", "default"]);
    expect(certificates.map(({ domains }) => (domains as { plugin: string }[])[0]!.plugin)).to.deep.equal(["cf", "cf"]);
  });

  it("fail for what Proxmox VE refuses", () => {
    const problems = problemsOf((stack) => {
      new AcmeAccount(stack, "type", { contact: 5 as never });
      for (const [at, contact] of ["ops", "mailto:ops@example.org", "ops@", "a b@example.org", "ops@example..org", ""].entries()) new AcmeAccount(stack, `mail-${at}`, { contact });
      for (const [at, contact] of ["ops@example.org", "first.last+pve@sub.example.org", "root@localhost"].entries()) new AcmeAccount(stack, `right-${at}`, { contact });
      new AcmeAccount(stack, "as-it-is", { contact: "ops", adopt: true });
      AcmeAccount.fromName(stack, 5 as never);
      AcmeDnsPlugin.fromName(stack, undefined as never);
      new AcmeCertificate(stack, "none", { node: "pve1", account: "default", domains: [] });
      new AcmeCertificate(stack, "odd", { node: "pve1", account: "default", domains: ["pve1", "*.example.org"] });
      new AcmeCertificate(stack, "number", { node: "pve1", account: 5 as never, domains: ["a.example.org"] });
      new AcmeCertificate(stack, "many", { node: "pve1", account: "default", domains: ["a", "b", "c", "d", "e", "f", "g"].map((one) => `${one}.example.org`) });
    });
    expect(problems).to.have.members([
      "[home/type] contact: expected text, got 5",
      ...["ops", "mailto:ops@example.org", "ops@", "a b@example.org", "ops@example..org", ""].map((contact, at) => `[home/mail-${at}] contact is ${JSON.stringify(contact)}, which is not an address; say one such as ops@example.org`),
      "[home] AcmeAccount.fromName: expected text, got 5",
      "[home] AcmeDnsPlugin.fromName: expected text, got nothing",
      '[home/none] domains is empty; say at least one name such as "pve1.example.org"',
      '[home/odd] domains[0] is "pve1", which is not a domain name; say one such as pve1.example.org',
      '[home/odd] domains[1] is "*.example.org", which only a record of DNS can prove; say plugin',
      '[home/number] account: expected an AcmeAccount, or its name such as "default", got 5',
      "[home/many] domains has 7, and Proxmox VE takes six; leave some out",
    ]);
  });
});
