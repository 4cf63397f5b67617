import { App, TerraformOutput } from "cdktf";
import { Grant, Pool, ProxmoxProvider, ProxmoxStack, Role, User } from "pmpc";

const app = new App();
const lab = new ProxmoxStack(app, "lab");
new ProxmoxProvider(lab, { endpoint: "https://pve1.lan:8006" });

const csi = new Role(lab, "csi", { privileges: ["VM.Audit", "VM.Config.Disk", "Datastore.Allocate", "Datastore.AllocateSpace", "Datastore.Audit"] });
const token = new User(lab, "kubernetes-csi", { comment: "Storage driver of the k3s cluster" }).addToken("csi");

const pool = new Pool(lab, "k3s");
pool.grant(token, csi);
// A storage that is not managed here is referred to by its path.
Grant.on(lab, "/storage/local-lvm", token, csi);

new TerraformOutput(lab, "token", { value: token.value, sensitive: true });

app.synth();
