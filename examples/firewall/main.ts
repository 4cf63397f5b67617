import { App } from "cdktf";
import { ClusterFirewall, IpSet, Port, ProxmoxProvider, ProxmoxStack, Rule, SecurityGroup, Size, VirtualMachine } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const lan = new IpSet(lab, "lan", ["10.0.0.0/24"]);
new ClusterFirewall(lab, "firewall", { managementFrom: [lan], rules: [Rule.accept(Port.icmp()).from(lan)] });

const http = new SecurityGroup(lab, "http", { rules: [Rule.accept(Port.tcp(80, 443))] });
const common = { node: "pve1", memory: Size.gibibytes(2), disks: [{ interface: "scsi0", storage: "local-lvm", size: Size.gibibytes(8) }] };

const web = new VirtualMachine(lab, "web", { ...common, networkDevices: [{ bridge: "vmbr0", firewall: true }], cloudInit: { storage: "local-lvm", ipConfigs: [{ ipv4: { address: "10.0.0.20/24", gateway: "10.0.0.1" } }] } });
web.firewall.enable().addGroup(http);

const db = new VirtualMachine(lab, "db", { ...common, networkDevices: [{ bridge: "vmbr0", firewall: true }] });
db.firewall.enable().allowFrom(web, Port.tcp(5432)).allowFrom(lan, Port.tcp(22));

app.synth();
