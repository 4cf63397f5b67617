// Yours: written once, never again.
import { App } from "cdktf";
import { MyLabCluster } from "./cluster";

const app = new App();
new MyLabCluster(app);
app.synth();
