// pmpc wrote this file once and will not change it: it is yours.
import { App } from "cdktf";
import { MyLabCluster } from "./cluster";

const app = new App();
new MyLabCluster(app);
app.synth();
