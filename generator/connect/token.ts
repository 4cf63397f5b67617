import { PmpcError } from "../../lib/error";
import { importRole, importUser, tokenRequests, type AccessRequest } from "../../lib/inventory/rights";
import { append, readChains } from "../audit/log";
import type { Writer } from "../transport/client";

/** A token that was made: Proxmox VE tells its secret this once. */
export interface MadeToken {
  /** `pmpc@pve!import` */
  readonly id: string;
  /** `pmpc@pve!import=…` */
  readonly text: string;
  /** Names of tokens that this workspace had made before and that are there still, though it was not finished. */
  readonly earlier: readonly string[];
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/**
 * Makes the user, the role and the token that an import needs; what exists already is used. Each request is in the audit log of the
 * workspace before it is sent. Raises `token-not-made` with Proxmox VE's own words.
 */
export async function makeToken(client: Writer, root: string, now: () => Date): Promise<MadeToken> {
  const { data: version } = await client.get("/version");
  const names = async (address: string, column: string) => ((await client.get(address)).data as Rows | undefined ?? []).map((row) => String(row[column]));
  const users = await names("/access/users", "userid");
  const roles = await names("/access/roles", "roleid");
  const tokens = users.includes(importUser) ? await names(`/access/users/${importUser}/token`, "tokenid") : [];
  const name = ["import", ...Array.from({ length: 99 }, (_, at) => `import${at + 2}`)].find((one) => !tokens.includes(one))!;
  const requests = tokenRequests({ hasUser: users.includes(importUser), hasRole: roles.includes(importRole), name, version: String((version as { version?: string } | undefined)?.version ?? "") });
  let value: unknown;
  for (const request of requests) value = await send(request, client, root, now);
  const secret = (value as { readonly value?: unknown } | undefined)?.value;
  if (typeof secret !== "string") throw new PmpcError("token-not-made", `${client.url} made the token ${importUser}!${name} but did not return its secret`, { hint: `delete it and try again: pveum user token remove ${importUser} ${name}` });
  return { id: `${importUser}!${name}`, text: `${importUser}!${name}=${secret}`, earlier: tokens.filter((one) => mayHaveMade(root, one)) };
}

/** Whether this workspace asked for a token, and does not know that it was refused. */
function mayHaveMade(root: string, name: string): boolean {
  const key = `access/users/${importUser}/token/${name}`;
  return [...readChains(root).values()].some(({ records }) => records.some((record) => record.asked !== undefined && record.key === key && (records.find(({ of }) => of === record.n)?.answer ?? "OK") === "OK"));
}

async function send({ method, address, form }: AccessRequest, client: Writer, root: string, now: () => Date): Promise<unknown> {
  const entry = { at: now().toISOString(), verb: `${method} ${address}`, key: address.slice(1) };
  const { n } = await append(root, { ...entry, asked: form });
  const { status, reason, data } = await client.send(method, address, form);
  await append(root, { ...entry, at: now().toISOString(), of: n, answer: status === 200 ? "OK" : `${status} ${reason}` });
  if (status === 200) return data;
  throw new PmpcError("token-not-made", `${client.url} refused ${method} ${address}: ${status} ${reason}`, { hint: "the user who logs in needs Sys.Modify, Permissions.Modify and User.Modify on /, as root@pam has; or make a token by hand: pmpc doctor prints the commands" });
}
