import { App, TerraformProvider, TerraformResource } from "cdktf";
import { Container, ProxmoxProvider, ProxmoxStack, Size } from "pmpc";

// Bindings of other providers come from npm or from `cdktf get`. Without them cdktf's own classes do.
class DnsProvider extends TerraformProvider {}

const app = new App();
const home = new ProxmoxStack(app, "home");
new ProxmoxProvider(home, { endpoint: "https://pve1.lan:8006" });

const wiki = new Container(home, "wiki", {
  node: "pve1",
  unprivileged: true,
  operatingSystem: { type: "debian", template: "local:vztmpl/debian-13-standard_13.1-1_amd64.tar.zst" },
  memory: Size.gibibytes(1),
  rootDisk: { storage: "local-lvm", size: Size.gibibytes(8) },
  networkInterfaces: [{ name: "eth0", bridge: "vmbr0", ip: "dhcp" }],
});

const dns = new DnsProvider(home, "dns", {
  terraformResourceType: "dns",
  terraformProviderSource: "hashicorp/dns",
  terraformGeneratorMetadata: { providerName: "dns", providerVersionConstraint: "~> 3.4" },
});
dns.addOverride("update", [{ server: "10.0.0.1" }]);

const record = new TerraformResource(home, "wiki-record", { terraformResourceType: "dns_a_record_set", provider: dns });
record.addOverride("zone", "lan.");
record.addOverride("name", "wiki");
record.addOverride("addresses", [wiki.ipv4Address]);

app.synth();
