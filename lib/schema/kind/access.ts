import { collection, longOnly, shortAndLong, words } from "./collection";
import type { Held, Kind } from "./kind";
import type { Write } from "./write";

/** Grants that are written with whom they are for. */
const grants = (own: string): readonly Held[] => [{ block: "acl", kind: "acl", attributes: { path: "path", roleid: "role_id", propagate: "propagate" }, own: { ugid: own } }];

/** Giving and taking away are one request, which could name several at once. */
const granting = (who: "users" | "groups" | "tokens"): readonly Write[] => {
  const body = { path: "{path*}", roles: "{roleid}", [who]: "{ugid}", propagate: "{propagate}" };
  return [
    { operation: "create", method: "PUT", address: "/access/acl", body: { ...body, delete: "0" }, only: [] },
    { operation: "destroy", method: "PUT", address: "/access/acl", body: { ...body, delete: "1" }, only: [] },
  ];
};

/** Who may what. Built-in roles and realms are among them; those are not made. */
export const accessKinds: readonly Kind[] = [
  collection({
    prefix: "realm", at: "/access/domains", part: "realm", rank: 50, word: words("realm", "authentication realm", "authentication realms"), reads: { secrets: ["client-key", "password"] },
    terraform: [
      shortAndLong("realm_ldap", { importId: "{realm}", attributes: { realm: "realm" }, only: { type: "ldap" } }),
      shortAndLong("realm_openid", { importId: "{realm}", attributes: { realm: "realm" }, only: { type: "openid" } }),
    ],
  }),
  collection({ prefix: "role", at: "/access/roles", part: "roleid", rank: 51, word: words("role", "role", "roles"), reads: { documents: {} }, terraform: [longOnly("role", { importId: "{roleid}", attributes: { roleid: "role_id" } })] }),
  collection({ prefix: "group", at: "/access/groups", part: "groupid", rank: 52, word: words("group", "group", "groups"), reads: { mentions: { users: "user" } }, terraform: [longOnly("group", { importId: "{groupid}", attributes: { groupid: "group_id" }, holds: grants("group_id") })] }),
  collection({
    prefix: "user", at: "/access/users", part: "userid", rank: 53, word: words("user", "user", "users"), reads: { mentions: { groups: "group" } },
    terraform: [longOnly("user", { importId: "{userid}", attributes: { userid: "user_id" }, holds: grants("user_id") })],
    writes: [{ operation: "configure", method: "PUT", address: "/access/password", body: { userid: "{userid}" } }],
  }),
  {
    prefix: "token", id: "{userid}!{tokenid}", rank: 54, word: words("token", "API token", "API tokens"),
    terraform: [shortAndLong("user_token", { importId: "{userid}!{tokenid}", attributes: { userid: "user_id", tokenid: "token_name" } })],
    reads: { list: "/access/users/{userid}/token", of: "user" },
    unsaid: { why: "its secret cannot be read back; code refers to it by its name", beside: "user" },
    writes: [
      { operation: "create", method: "POST", address: "/access/users/{userid}/token/{tokenid}" },
      { operation: "configure", method: "PUT", address: "/access/users/{userid}/token/{tokenid}" },
      { operation: "destroy", method: "DELETE", address: "/access/users/{userid}/token/{tokenid}" },
    ],
  },
  {
    // One grant: who has which role where. The parts are in the order of the provider's import.
    prefix: "acl", id: "{path*}?{ugid}?{roleid}", rank: 55, word: words("acl", "permission", "permissions"),
    terraform: [shortAndLong("acl", { importId: "{path*}?{ugid}?{roleid}", attributes: { path: "path", ugid: ["user_id", "group_id", "token_id"], roleid: "role_id" }, says: { propagate: "propagate" } })],
    reads: { list: "/access/acl", mentions: { roleid: "role" } },
    writes: [...granting("users"), ...granting("groups"), ...granting("tokens")],
  },
];
