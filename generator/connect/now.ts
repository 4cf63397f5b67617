import { isPmpcError } from "../../lib/error";
import type { Context } from "../engine/action";
import type { Configuration } from "../settings/configuration";
import { createClient } from "../transport/client";
import { wayTo, type Connecting, type ConnectionInput } from "./connection";

/** What the cluster answers at this moment, or why it does not. */
export type Now<A extends string> = { readonly answers: Answers<A>; readonly later: Answers<string> } | { readonly silent: string };
export type Answers<A extends string> = Readonly<Partial<Record<A, unknown>>>;

/** Milliseconds: who looks at a workspace does not wait for a cluster that is down. */
const patience = 5_000;

/**
 * Asks the workspace's cluster with the credentials of the environment, quickly, and does not ask for what is missing; undefined if the
 * environment has no credentials, or no API is known. `then`: what the answers lead to, which is asked as well.
 */
export async function askNow<A extends string>(addresses: readonly A[], configuration: Configuration, context: Context, then: (answers: Answers<A>) => readonly string[] = () => []): Promise<Now<A> | undefined> {
  const { PROXMOX_VE_API_TOKEN: apiToken, PROXMOX_VE_USERNAME: username, PROXMOX_VE_PASSWORD: password } = context.environment;
  const isLogin = apiToken === undefined && username !== undefined && password !== undefined;
  const input = { apiToken, ...(isLogin ? { username, password, otp: context.environment.PROXMOX_VE_OTP } : {}) } as ConnectionInput;
  try {
    // With a user, the password was given, too, so there is nothing to ask for.
    const way = await wayTo(input, configuration, context as Context<Connecting>);
    if (way === undefined) return undefined;
    const client = await createClient({ ...way, timeout: patience, connectTimeout: patience, retries: 0, signal: context.signal });
    try {
      // The first answer tells whether there is any.
      const [first, ...others] = addresses;
      const ask = async <B extends string>(address: B) => {
        const { status, data } = await client.get(address, { lateRetries: 0 });
        return [address, status === 200 ? data : undefined] as const;
      };
      const answers = first === undefined ? [] : [await ask(first), ...(await Promise.all(others.map(ask)))];
      const told = Object.fromEntries(answers) as Answers<A>;
      return { answers: told, later: Object.fromEntries(await Promise.all(then(told).map(ask))) };
    } finally {
      client.close();
    }
  } catch (error) {
    if (!isPmpcError(error) || error.code === "stopped") throw error;
    return { silent: error.message };
  }
}
