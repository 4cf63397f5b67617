import { flag, formatted, isSet, required } from "../parameter";
import { privilegesOfRole } from "../permission";
import { failed, invalid } from "../refusal";
import { specialRoles } from "../role";
import { given, needs, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import { changeUsers, replaced } from "../users";

/** What changes roles. */
export const roleRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/access/roles",
    ...needs("/access", "Sys.Modify"),
    takes: { roleid: required(formatted("pve-roleid")), privs: formatted("pve-priv-list") },
    run: createRole,
  },
  {
    method: "PUT",
    path: "/access/roles/{roleid}",
    ...needs("/access", "Sys.Modify"),
    takes: { privs: formatted("pve-priv-list"), append: { ...flag, requires: "privs" } },
    run: updateRole,
  },
  { method: "DELETE", path: "/access/roles/{roleid}", ...needs("/access", "Sys.Modify"), run: deleteRole },
];

function privilegesIn(call: Call): string[] {
  const wanted = splitList(given(call, "privs"));
  const unknown = wanted.find((privilege) => !specialRoles.get("Administrator")!.includes(privilege));
  if (unknown !== undefined) throw invalid({ privs: `invalid format - invalid privilege '${unknown}'\n` });
  return wanted;
}

function createRole(call: Call): null {
  const privileges = privilegesIn(call);
  const { roles } = call.cluster.users;
  const id = given(call, "roleid");
  if (id.startsWith("PVE")) throw invalid({ roleid: "cannot use role ID starting with the (case-insensitive) 'PVE' namespace" });
  if (privilegesOfRole(call.cluster.users, id)) throw failed(`create role failed: role '${id}' already exists`);
  return changeUsers(call, { roles: replaced(roles, id, [...new Set(privileges)]) });
}

function updateRole(call: Call): null {
  const privileges = privilegesIn(call);
  const { roles } = call.cluster.users;
  const id = given(call, "roleid");
  if (specialRoles.has(id)) throw failed(`auto-generated role '${id}' cannot be modified`);
  const old = roles.get(id);
  if (!old) throw failed(`update role failed: role '${id}' does not exist`);
  return changeUsers(call, { roles: replaced(roles, id, [...new Set([...(isSet(call.given.append) ? old : []), ...privileges])]) });
}

function deleteRole(call: Call): null {
  const { roles, acl } = call.cluster.users;
  const id = given(call, "roleid");
  if (specialRoles.has(id)) throw failed(`auto-generated role '${id}' cannot be deleted`);
  if (!roles.has(id)) throw failed(`delete role failed: role '${id}' does not exist`);
  return changeUsers(call, { roles: replaced(roles, id, undefined), acl: acl.filter(({ role }) => role !== id) });
}
