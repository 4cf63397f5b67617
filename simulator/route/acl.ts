import type { AclEntry, UserConfig } from "../../lib/pve/file/user-config";
import { flag, formatted, isSet, required, text } from "../parameter";
import { privilegesOfRole } from "../permission";
import { failed, forbidden, invalid, type Refusal } from "../refusal";
import { given, mayAny, type Call, type Route } from "../route";
import { splitList } from "../schema/format";
import { changeUsers } from "../users";

/** What gives permissions and takes them away. */
export const aclRoutes: readonly Route[] = [
  {
    method: "PUT",
    path: "/access/acl",
    takes: {
      path: required(text),
      roles: required(formatted("pve-roleid-list")),
      users: text,
      groups: formatted("pve-groupid-list"),
      tokens: text,
      propagate: flag,
      delete: flag,
    },
    run: updateAcl,
  },
];

const name = "[\\w.-]+";
/** The paths that permissions can be given at. */
const aclPath = new RegExp(
  `^/(access(/groups(/${name})?|/realm(/${name})?)?|nodes(/${name})?|pool(/${name}){0,3}|sdn(/(controllers|dns|fabrics|ipams|prefix-lists|route-maps)(/${name})?|/zones(/${name}(/${name}(/[1-9]\\d{0,3})?)?)?)?|storage(/${name})?|vms(/[1-9]\\d{2,})?|mapping(/${name}(/${name})?)?)?$`,
);

function updateAcl(call: Call): null {
  const { cluster } = call;
  const path = `/${given(call, "path").split("/").filter((part) => part !== "").join("/")}`;
  if (!aclPath.test(path)) throw invalid({ path: `invalid ACL path '${given(call, "path")}'` });
  if (!mayModify(call, path)) throw forbidden(path, ["Permissions.Modify"]);
  const subjects = [
    ...splitList(given(call, "groups")).map((group) => `@${group}`),
    ...splitList(given(call, "users")),
    ...splitList(given(call, "tokens")),
  ];
  if (subjects.length === 0) {
    const missing = "either 'users', 'groups' or 'tokens' is required.";
    throw invalid({ users: missing, groups: missing, tokens: missing });
  }
  const roles = splitList(given(call, "roles"));
  const removes = isSet(call.given.delete);
  for (const role of roles) if (!privilegesOfRole(cluster.users, role)) throw aclFailed(`role '${role}' does not exist`);
  for (const subject of subjects) assertSubject(cluster.users, subject);
  const propagate = call.given.propagate === undefined || isSet(call.given.propagate);
  const isMeant = (entry: AclEntry) => entry.path === path && subjects.includes(entry.subject) && roles.includes(entry.role);
  const others = cluster.users.acl.filter((entry) => !isMeant(entry));
  const added = removes ? [] : subjects.flatMap((subject) => roles.map((role): AclEntry => ({ path, subject, role, propagate })));
  return changeUsers(call, { acl: [...others, ...added] });
}

const aclFailed = (why: string): Refusal => failed(`ACL update failed: ${why}`);

function assertSubject({ users, groups }: UserConfig, subject: string): void {
  if (subject.startsWith("@")) {
    if (!groups.has(subject.slice(1))) throw aclFailed(`group '${subject.slice(1)}' does not exist`);
    return;
  }
  const [id = "", token] = subject.split("!");
  const user = users.get(id);
  if (!user) throw aclFailed(`user '${id}' does not exist`);
  if (token !== undefined && !user.tokens.has(token)) throw aclFailed(`no such token '${token}' for user '${id}'`);
}

/** Who allocates a thing may share it, too. */
function mayModify(call: Call, path: string): boolean {
  const allocating: readonly (readonly [prefix: string, privilege: string])[] = [
    ["/storage/", "Datastore.Allocate"],
    ["/vms/", "VM.Allocate"],
    ["/pool/", "Pool.Allocate"],
  ];
  const own = allocating.filter(([prefix]) => path.startsWith(prefix)).map(([, privilege]) => privilege);
  return mayAny(call, path, "Permissions.Modify", ...own);
}
