import { join } from "node:path";
import { Server, ServerCredentials, loadPackageDefinition } from "@grpc/grpc-js";
import type { ServiceClientConstructor, UntypedServiceImplementation, sendUnaryData } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { answersFor } from "./provider";
import type { ProviderSchema } from "./schema";

/** A provider that terraform reaches without installing it, and that lives in this process. */
export interface AttachedProvider {
  /** The value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  close(): void;
}

/** Waits before a question is answered: by its name in the protocol, `ApplyResourceChange`. */
export type Hold = (question: string, asked: { readonly typeName: string }) => Promise<void>;

/** Serves `namespace/name` (`bpg/proxmox`) by its schema, on loopback. */
export async function attachProvider(source: string, schema: ProviderSchema, hold: Hold = async () => {}): Promise<AttachedProvider> {
  const server = new Server();
  server.addService(service(), unary(answersFor(schema), hold));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const address = { Network: "tcp", String: `127.0.0.1:${port}` };
  const entry = { Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true, Addr: address };
  // Terraform and OpenTofu each know providers under their own registry.
  const reattach = JSON.stringify({ [`registry.terraform.io/${source}`]: entry, [`registry.opentofu.org/${source}`]: entry });
  return { reattach, close: () => server.forceShutdown() };
}

function service(): ServiceClientConstructor["service"] {
  const { tfplugin6 } = loadPackageDefinition(loadSync(join(__dirname, "protocol.proto"), { longs: Number, defaults: true }));
  const { service: methods } = (tfplugin6 as unknown as { Provider: ServiceClientConstructor }).Provider;
  return { ...methods, GetProviderSchema: { ...methods.GetProviderSchema!, responseSerialize: once(methods.GetProviderSchema!.responseSerialize) } };
}

/** The schema is large, and every run of terraform asks for it. */
function once<T extends object>(serialize: (message: T) => Buffer): (message: T) => Buffer {
  const done = new WeakMap<T, Buffer>();
  return (message) => {
    const bytes = done.get(message) ?? serialize(message);
    done.set(message, bytes);
    return bytes;
  };
}

function unary(answers: Readonly<Record<string, (request: never) => object>>, hold: Hold): UntypedServiceImplementation {
  const calls = Object.entries(answers).map(([name, answer]) => [
    name,
    (call: { readonly request: never }, callback: sendUnaryData<object>) =>
      void hold(name, call.request)
        .then(() => answer(call.request))
        .then((message) => callback(null, message), (error: Error) => callback(error)),
  ]);
  return Object.fromEntries(calls);
}
