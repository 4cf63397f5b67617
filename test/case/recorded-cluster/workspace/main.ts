// Yours: written once, never again.
import { App } from "cdktf";
import { PveCluster } from "./cluster";

const app = new App();
new PveCluster(app);
app.synth();
