import { App, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { BootSource, Cluster, ProxmoxStack, Size, Tags, VirtualMachine } from "pmpc";

interface TalosProps {
  readonly node: string;
  readonly template: number;
  readonly members: Readonly<Record<string, { readonly cores: number; readonly memory: Size }>>;
}

/** A cluster of Talos: its guests are named after it. */
class TalosCluster extends Construct {
  readonly members: readonly VirtualMachine[];

  constructor(scope: Construct, id: string, { node, template, members }: TalosProps) {
    super(scope, id);
    this.members = Object.entries(members).map(
      ([name, { cores, memory }]) =>
        new VirtualMachine(this, name, {
          node,
          boot: BootSource.fromClone(VirtualMachine.fromVmId(this, template, { node })),
          cpu: { cores, type: "host" },
          memory,
          networkDevices: [{}],
        }),
    );
    Tags.of(this).add("talos");
  }
}

const app = new App();
const stack = new ProxmoxStack(app, "talos");
const home = new Cluster(stack, "home", { endpoint: "https://pve1.lan:8006", defaults: { bridge: "vmbr0", tags: ["managed"], removalPolicy: "destroy" } });

const blue = new TalosCluster(home, "blue", {
  node: "pve1",
  template: 9000,
  members: { "control-1": { cores: 2, memory: Size.gibibytes(2) }, "worker-1": { cores: 4, memory: Size.gibibytes(4) } },
});
new TalosCluster(home, "green", { node: "pve1", template: 9000, members: { "control-1": { cores: 2, memory: Size.gibibytes(2) } } });

new TerraformOutput(stack, "numbers", { value: blue.members.map(({ vmIdText }) => vmIdText) });

app.synth();
