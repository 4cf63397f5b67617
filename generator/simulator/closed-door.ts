import { createServer, type AddressInfo } from "node:net";

/** A port without a service: every connection is closed, and counted. */
export interface ClosedDoor {
  readonly port: number;
  /** How many have come. */
  readonly knocks: () => number;
  close(): Promise<void>;
}

export async function openClosedDoor(): Promise<ClosedDoor> {
  let knocks = 0;
  const server = createServer((socket) => {
    knocks++;
    socket.on("error", () => {}).destroy();
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, knocks: () => knocks, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
