// pmpc wrote this file once and will not change it: it is yours.
import { App } from "cdktf";
import { PveCluster } from "./cluster";

const app = new App();
new PveCluster(app);
app.synth();
