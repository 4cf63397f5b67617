// A process of its own, as a cluster is: a simulated one with so many guests. Says where it is, and on being asked which addresses were read, or that a guest was changed.
import { startSimulator } from "../../generator/simulator/simulator";

void startSimulator({ scenario: `large:${process.argv[2]}`, latency: 5 }).then((simulator) => {
  const { endpoint, certificate, fingerprint256, tokens } = simulator;
  process.send!({ endpoint, certificate, fingerprint256, token: tokens.root });
  process.on("message", (message) => {
    if (message === "change") simulator.cluster.edit(simulator.cluster.guests()[0]!, (text) => text.replace(/^memory: \d+$/m, "memory: 1536"));
    process.send!(simulator.requests.filter(({ method }) => method === "GET").map(({ address }) => address));
  });
});
