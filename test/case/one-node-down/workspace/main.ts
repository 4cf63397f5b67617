// Yours: written once, never again.
import { App } from "cdktf";
import { MyCluster } from "./cluster";

const app = new App();
new MyCluster(app);
app.synth();
