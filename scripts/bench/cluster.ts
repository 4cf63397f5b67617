// A process of its own, as a cluster is: a simulated one with so many guests. Says where it is, and on being asked which addresses were read.
import { startSimulator } from "../../generator/simulator/simulator";

void startSimulator({ scenario: `large:${process.argv[2]}`, latency: 5 }).then((simulator) => {
  const { endpoint, certificate, fingerprint256, tokens } = simulator;
  process.send!({ endpoint, certificate, fingerprint256, token: tokens.root });
  process.on("message", () => process.send!(simulator.requests.filter(({ method }) => method === "GET").map(({ address }) => address)));
});
