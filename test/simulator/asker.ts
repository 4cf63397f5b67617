import { answer } from "../../simulator/respond";
import type { Cluster } from "../../simulator/cluster";
import { loadCluster } from "../../simulator/load";
import { demoPasswords, demoTokens, demoSecrets, withDemoTokens } from "../../simulator/demo-token";
import type { Response, Parameters } from "../../simulator/request";
import type { Scenario } from "../../simulator/scenario";

/** When tests take place. */
export const noon = 1_795_420_000;

export interface Asker {
  readonly cluster: Cluster;
  get(address: string, token?: string): Response;
  post(address: string, body?: Parameters, token?: string): Response;
  put(address: string, body?: Parameters, token?: string): Response;
  /** The `data` of an answer that must be a success. */
  data<T = Record<string, unknown>>(address: string, token?: string): T;
}

/** Puts a scenario before somebody who asks it with a token: root's where none is given. */
export function askerOf(scenario: Scenario, secrets: Readonly<Record<string, string>> = {}, now: () => number = () => noon): Asker {
  const options = { now, secrets: new Map([...demoSecrets, ...Object.entries(secrets)]), passwords: demoPasswords };
  const cluster = loadCluster(withDemoTokens(scenario), options);
  const ask = (method: string, address: string, token: string, body?: Parameters) =>
    answer(cluster, { method, address, body, headers: { authorization: `PVEAPIToken=${token}` } });
  return {
    cluster,
    get: (address, token = demoTokens.root) => ask("GET", address, token),
    post: (address, body, token = demoTokens.root) => ask("POST", address, token, body),
    put: (address, body, token = demoTokens.root) => ask("PUT", address, token, body),
    data: <T>(address: string, token = demoTokens.root) => {
      const { status, reason, body } = ask("GET", address, token);
      if (status !== 200) throw new Error(`${address}: ${status} ${reason}`);
      return body?.data as T;
    },
  };
}

/** A scenario of one node from a few files. */
export function small(files: Readonly<Record<string, string>>, more: Partial<Scenario> = {}): Scenario {
  return { name: "small", files, ...more };
}
