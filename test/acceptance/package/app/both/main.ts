import { App } from "cdktf";
import { Node, ProxmoxProvider, ProxmoxStack, Size, Storage } from "pmpc";
import { BootSource, Container, VirtualMachine } from "pmpc-constructs";

// What `pmpc import` wrote is from pmpc; a library that somebody shares is from pmpc-constructs.
const app = new App();
const stack = new ProxmoxStack(app, "lab");
new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
const node = Node.fromName(stack, "pve1");
const disk = { storage: Storage.fromName(stack, "local-lvm"), size: Size.gibibytes(8) };
new VirtualMachine(stack, "web", { node, vmId: 101, boot: BootSource.fromImage("local:import/debian-13.qcow2", disk), memory: Size.gibibytes(4) });
new Container(stack, "db", { node, vmId: Number(process.env.DB_NUMBER), adopt: true });
app.synth();
