import { openStore } from "../../../generator/store/open";

/** Records one run after another until it is killed. Every document of a run says the same, so that half a run shows. */
async function record(path: string, size: number): Promise<void> {
  const store = await openStore(path, { version: "0.1.0" });
  for (;;) {
    const { id } = await store.record({ source: "test", before: undefined, now: { endpoint: "https://pve:8006", cluster: "pve" } }, answers(size));
    process.stdout.write(`${id}\n`);
  }
}

async function* answers(size: number) {
  const nonce = process.hrtime.bigint().toString();
  for (let index = 0; index < size; index++) {
    yield { address: `/nodes/pve1/qemu/${100 + index}/config`, body: { name: nonce, index } };
    await Promise.resolve();
  }
}

void record(process.argv[2]!, Number(process.argv[3]));
