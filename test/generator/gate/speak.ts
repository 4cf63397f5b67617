import { request as send } from "node:https";
import type { Served } from "../../../generator/gate/server";

interface Told {
  readonly status: number;
  readonly reason: string;
  readonly data: unknown;
}

/** Speaks to a gate as a provider does, or as somebody else. */
export function speak(gate: Pick<Served, "endpoint" | "certificate">, method: string, path: string, { headers = {}, body = "" }: { readonly headers?: Record<string, string>; readonly body?: string } = {}): Promise<Told> {
  const { port } = new URL(gate.endpoint);
  const form = body === "" ? {} : { "content-type": "application/x-www-form-urlencoded", "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const asked = send({ host: "127.0.0.1", port, method, path: `/api2/json${path}`, ca: gate.certificate, checkServerIdentity: () => undefined, agent: false, headers: { ...form, ...headers } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode!, reason: answer.statusMessage!, data: (JSON.parse(text) as { data: unknown }).data }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
