import { openStore } from "../../../../generator/store/open";

/** Holds a cluster until it is killed, and says what another process needs to go on. */
async function hold(url: string): Promise<void> {
  const store = await openStore(url, { version: "0.1.0", title: "pmpc apply by anna" });
  const { share } = await store.hold({ endpoint: "https://pve:8006", cluster: "pve" });
  process.stdout.write(`${JSON.stringify(share)}\n`);
  setInterval(() => undefined, 60_000);
}

void hold(process.argv[2]!);
