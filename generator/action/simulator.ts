import { resolve } from "node:path";
import { exit } from "../../lib/error";
import { startSimulator } from "../simulator/simulator";
import { action } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts } from "../engine/view";

/** `pmpc simulator`: a Proxmox VE cluster on loopback, to try everything on. */
export const simulator = action({
  name: "simulator",
  summary: "Serve a simulated cluster on a port of this machine",
  topic: "first steps",
  effect: "reads",
  atTerminal: true,
  says: "Serve a simulated cluster on a port of this machine until you stop it.",
  input: {
    scenario: option.text("homelab, office, datacentre, odd-corners, large or large:N, a folder like /etc/pve, or a JSON recording.", { preset: "homelab", placeholder: "NAME", local: true }),
    port: option.number("Port to listen on.", { preset: 8006, from: 0, to: 65535, local: true }),
    latency: option.number("Milliseconds before each answer.", { fraction: true, preset: 0, from: 0 }),
    taskTime: option.number("Seconds that tasks take.", { fraction: true, preset: 0, from: 0 }),
    shell: option.text("Folder to put pct, qm and pvesh of a simulated node in, and its /etc/pve as pve.", { placeholder: "DIR", local: true }),
    node: option.text("The node that these commands run on. Default: the first one that is online.", { placeholder: "NAME" }),
    fail: option.list("Failures to simulate: 5%:502, /nodes/pve2:595, /version:hang.", { placeholder: "RULE" }),
  },
  confirms: [],
  async run({ scenario, port, latency, taskTime, shell, node, fail }, { host, signal, folder }) {
    const served = await startSimulator({ scenario, port, latency, taskTime, shell: shell && resolve(folder, shell), node, fail });
    const { endpoint, fingerprint256, tokens } = served;
    host.notify({ code: "serving", says: endpoint, data: { endpoint, fingerprint: fingerprint256, ...tokens, ...(served.shell === undefined ? {} : { shell: served.shell }) } });
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    await served.close();
    return { exit: exit.done, report: { endpoint, fingerprint: fingerprint256, requests: served.requests.length } };
  },
  view: ({ endpoint, requests }) => [facts(fact("stopped", `${endpoint}, after ${count(requests, "request")}`))],
});
