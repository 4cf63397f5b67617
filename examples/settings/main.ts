import { App, TerraformVariable } from "cdktf";
import { AcmeDnsPlugin, DatacenterOptions, MetricsServer, NodeFirewall, NodeHosts, NodeNameServers, NodeNotes, NodeTimeZone, Port, ProxmoxProvider, ProxmoxStack, Rule } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

new DatacenterOptions(lab, "options", {
  keyboard: "de",
  emailFrom: "pve@example.org",
  migrationType: "secure",
  haShutdownPolicy: "migrate",
  nextId: { lower: 1000, upper: 2000 },
});

const entries = [
  { address: "127.0.0.1", names: ["localhost"] },
  { address: "10.0.0.2", names: ["pve1.lan", "pve1"] },
  { address: "10.0.0.3", names: ["pve2.lan", "pve2"] },
];
for (const node of ["pve1", "pve2"]) {
  new NodeTimeZone(lab, `${node}-time`, { node, timeZone: "Europe/Berlin" });
  new NodeNameServers(lab, `${node}-dns`, { node, domain: "lan", servers: ["10.0.0.1", "9.9.9.9"] });
  new NodeHosts(lab, `${node}-hosts`, { node, entries });
  new NodeNotes(lab, `${node}-notes`, { node, description: "Rack 1" });
}

new NodeFirewall(lab, "pve1-firewall", { node: "pve1", logInput: "warning", rules: [Rule.accept(Port.tcp(9100)).from("10.0.0.9")] });
new MetricsServer(lab, "graphite", { type: "graphite", server: "10.0.0.9", port: 2003, graphitePath: "pve" });

// Nodes prove their names by records of DNS. The account and the certificates themselves need root@pam.
const token = new TerraformVariable(lab, "dns_token", { type: "string", sensitive: true, description: "Token that may write records of example.org" });
new AcmeDnsPlugin(lab, "cloudflare", { api: "cf", data: { CF_Token: token.stringValue }, validationDelay: 60 });

app.synth();
