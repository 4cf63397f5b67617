import { App } from "cdktf";
import { MetricsServer, NodeSettings, ProxmoxProvider, ProxmoxStack } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

new NodeSettings(lab, "pve1", { node: "pve1", timeZone: "Europe/Berlin", dns: { domain: "lan", servers: ["10.0.0.1", "9.9.9.9"] }, notes: "Rack 1" });
new MetricsServer(lab, "graphite", { type: "graphite", server: "10.0.0.9", port: 2003, graphitePath: "pve" });

app.synth();
