import type { Token, User } from "../../lib/pve/file/user-config";
import { newUuid } from "../invention";
import { flag, formatted, integer, isSet, text } from "../parameter";
import { failed, invalid } from "../refusal";
import { denied } from "../right";
import { given, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import type { Properties } from "../schema/property";
import { changeUsers, replaced } from "../users";
import { demandUser, existingUser } from "./user";

const tokenFields: Properties = { comment: text, expire: integer(0), privsep: flag };

/** What changes the tokens of a user. */
export const tokenRoutes: readonly Route[] = [
  { method: "POST", path: "/access/users/{userid}/token/{tokenid}", takes: tokenFields, run: createToken },
  { method: "PUT", path: "/access/users/{userid}/token/{tokenid}", takes: { ...tokenFields, delete: formatted("pve-configid-list"), regenerate: flag }, run: updateToken },
  { method: "DELETE", path: "/access/users/{userid}/token/{tokenid}", run: deleteToken },
];

function demandTokens(call: Call): void {
  const id = given(call, "userid");
  if (!call.cluster.users.users.has(id)) throw denied();
  if (call.user !== id) demandUser(call, id);
}

function createToken(call: Call): object {
  demandTokens(call);
  const { cluster } = call;
  const user = existingUser(call);
  const [id, name] = [given(call, "userid"), given(call, "tokenid")];
  if (!/^[A-Za-z][A-Za-z0-9._-]+$/.test(name)) throw invalid({ tokenid: `invalid format - value '${name}' does not look like a valid token ID\n` });
  if (user.tokens.has(name)) throw invalid({ tokenid: "Token already exists." });
  const token = tokenFrom(call, { expire: 0, separated: true, comment: "" });
  const value = newUuid(cluster);
  cluster.secrets.set(`${id}!${name}`, value);
  changeUsers(call, { users: replaced(cluster.users.users, id, { ...user, tokens: replaced(user.tokens, name, token) }) });
  return { "full-tokenid": `${id}!${name}`, info: { privsep: 1, ...saidOf(call) }, value };
}

function tokenFrom({ given: fields }: Call, old: Token): Token {
  return {
    expire: fields.expire === undefined ? old.expire : Number(fields.expire),
    separated: fields.privsep === undefined ? old.separated : isSet(fields.privsep),
    comment: fields.comment === undefined ? old.comment : String(fields.comment),
  };
}

/** What was said of a token, repeated as it came. */
function saidOf({ given: fields }: Call): object {
  return Object.fromEntries(["comment", "expire", "privsep"].filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}

function knownToken(call: Call): { readonly user: User; readonly token: Token } {
  demandTokens(call);
  const user = existingUser(call);
  const token = user.tokens.get(given(call, "tokenid"));
  if (!token) throw failed(`no such token '${given(call, "tokenid")}' for user '${given(call, "userid")}'`);
  return { user, token };
}

function updateToken(call: Call): object {
  const { user, token } = knownToken(call);
  const [id, name] = [given(call, "userid"), given(call, "tokenid")];
  const forgotten = splitList(given(call, "delete"));
  const next = tokenFrom(call, forgotten.includes("comment") ? { ...token, comment: "" } : token);
  changeUsers(call, { users: replaced(call.cluster.users.users, id, { ...user, tokens: replaced(user.tokens, name, next) }) });
  const kept = { expire: next.expire, privsep: next.separated ? 1 : 0, ...(next.comment === "" ? {} : { comment: next.comment }), ...saidOf(call) };
  if (!isSet(call.given.regenerate)) return kept;
  const value = newUuid(call.cluster);
  call.cluster.secrets.set(`${id}!${name}`, value);
  return { ...kept, "full-tokenid": `${id}!${name}`, value };
}

function deleteToken(call: Call): null {
  const { user } = knownToken(call);
  const [id, name] = [given(call, "userid"), given(call, "tokenid")];
  const { users, acl } = call.cluster.users;
  call.cluster.secrets.delete(`${id}!${name}`);
  return changeUsers(call, {
    users: replaced(users, id, { ...user, tokens: replaced(user.tokens, name, undefined) }),
    acl: acl.filter(({ subject }) => subject !== `${id}!${name}`),
  });
}
