import { formatted, required, text } from "../parameter";
import { failed } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import { changeUsers, replaced } from "../users";

/** What changes groups. */
export const groupRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/access/groups",
    ...needs("/access/groups", "Group.Allocate"),
    takes: { groupid: required(formatted("pve-groupid")), comment: text },
    run: createGroup,
  },
  { method: "PUT", path: "/access/groups/{groupid}", ...needs("/access/groups", "Group.Allocate"), takes: { comment: text }, run: updateGroup },
  { method: "DELETE", path: "/access/groups/{groupid}", ...needs("/access/groups", "Group.Allocate"), run: deleteGroup },
];

function createGroup(call: Call): null {
  const { groups } = call.cluster.users;
  const id = given(call, "groupid");
  if (groups.has(id)) throw failed(`create group failed: group '${id}' already exists`);
  return changeUsers(call, { groups: replaced(groups, id, { comment: given(call, "comment"), users: [] }) });
}

function updateGroup(call: Call): null {
  const { groups } = call.cluster.users;
  const id = given(call, "groupid");
  const group = groups.get(id);
  if (!group) throw failed(`update group failed: group '${id}' does not exist`);
  return changeUsers(call, { groups: replaced(groups, id, { ...group, comment: call.given.comment === undefined ? group.comment : given(call, "comment") }) });
}

function deleteGroup(call: Call): null {
  const { groups, acl } = call.cluster.users;
  const id = given(call, "groupid");
  if (!groups.has(id)) throw failed(`delete group failed: group '${id}' does not exist`);
  return changeUsers(call, { groups: replaced(groups, id, undefined), acl: acl.filter(({ subject }) => subject !== `@${id}`) });
}
