/** One of these privileges on this path. */
export interface Right {
  readonly anyOf: readonly string[];
  readonly path: string;
}

/** A right that an import needs, and what for. */
export interface NeededRight extends Right {
  /** What cannot be done without it: `see the guests and their configurations`. */
  readonly purpose: string;
  /** The role `PVEAuditor` has it. */
  readonly auditor: boolean;
  /** Another right that does as well. */
  readonly or?: Right;
}

/** A needed right, and where it is lacking. */
export interface MissingRight extends NeededRight {
  /** The paths without it: `/vms` for all guests, or the guests that an entry of their own excepts. */
  readonly paths: readonly string[];
}

const seeGuests: NeededRight = { anyOf: ["VM.Audit"], path: "/vms", purpose: "see the guests and their configurations", auditor: true };

/** Every right of a full import. */
const neededRights: readonly NeededRight[] = [
  seeGuests,
  { anyOf: ["Datastore.Audit", "Datastore.AllocateSpace"], path: "/storage", purpose: "see the storages", auditor: true },
  { anyOf: ["Pool.Audit"], path: "/pool", purpose: "see which pool a guest is in", auditor: true },
  { anyOf: ["SDN.Audit", "SDN.Use"], path: "/sdn", purpose: "see the bridges", auditor: true },
  { anyOf: ["Sys.Audit"], path: "/", purpose: "see the cluster's name and the state of its nodes", auditor: true },
  // Before Proxmox VE 9 the agent's right was VM.Monitor.
  {
    anyOf: ["VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted", "VM.Monitor"],
    path: "/vms",
    purpose: "ask virtual machines for their addresses",
    auditor: true,
  },
  { anyOf: ["VM.Config.Options"], path: "/vms", purpose: "read containers that have environment variables", auditor: false },
  {
    anyOf: ["VM.Config.Disk"],
    path: "/vms",
    or: { anyOf: ["Datastore.Allocate"], path: "/storage" },
    purpose: "let Terraform look up the format of disks that name none",
    auditor: false,
  },
];

const change = (anyOf: readonly string[], path: string, purpose: string): NeededRight => ({ anyOf, path, purpose, auditor: false });

/** Every right that an apply may need, beside those to read. Which of them it does need depends on what the code changes. */
export const changeRights: readonly NeededRight[] = [
  { anyOf: ["VM.Audit"], path: "/vms", purpose: "see the guests that it changes", auditor: true },
  ...["CPU", "Memory", "Disk", "CDROM", "Network", "HWType", "Cloudinit", "Options"].map((part) => change([`VM.Config.${part}`], "/vms", "change the configuration of guests")),
  change(["VM.PowerMgmt"], "/vms", "start, stop and restart guests"),
  change(["VM.Allocate"], "/vms", "make and destroy guests"),
  change(["VM.Clone"], "/vms", "clone guests"),
  change(["VM.Migrate"], "/vms", "move guests to other nodes"),
  change(["Datastore.AllocateSpace"], "/storage", "make and grow disks"),
  change(["SDN.Use"], "/sdn", "connect network cards to bridges"),
  change(["Pool.Allocate"], "/pool", "put guests into pools"),
  { anyOf: ["Sys.Audit"], path: "/", purpose: "wait for tasks", auditor: true },
];

/** Proxmox VE's own roles that have all of these. */
const changeRoles = "PVEAuditor,PVEVMAdmin,PVEDatastoreUser,PVESDNUser,PVEPoolAdmin";

/** The `pveum` command that gives a token or a user all rights that an apply may need. */
export const grantChanges = (identity: string): string => modify(identity, "/", changeRoles);

/** What `/access/permissions` would answer root, of the rights that an import needs. */
export const everyRight: Permissions = Object.fromEntries(
  [...new Set(neededRights.map(({ path }) => path))].map((path) => [
    path,
    Object.fromEntries(neededRights.filter((right) => right.path === path).flatMap(({ anyOf }) => anyOf.map((privilege) => [privilege, 1]))),
  ]),
);

type Permissions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a user or token lacks, for a full import unless other rights are needed, by the answer of `/access/permissions`: path → privilege → 1 where it also holds below. */
export function missingRights(permissions: unknown, needed = neededRights): MissingRight[] {
  const granted = (permissions ?? {}) as Permissions;
  return needed.flatMap((right) => {
    const paths = right.or && lackingPaths(granted, right.or).length === 0 ? [] : lackingPaths(granted, right);
    return paths.length === 0 ? [] : [{ ...right, paths }];
  });
}

function lackingPaths(granted: Permissions, { anyOf, path }: Right): string[] {
  const has = (at: string, atLeast: number) => isGranted(granted, anyOf, at, atLeast);
  // Nothing is read below the root for its own sake.
  if (path === "/") return has("/", 0) ? [] : ["/"];
  if (!has(path, 1)) return [path];
  // An entry further down replaces what would be inherited, so a path may have less than the one above it.
  return Object.keys(granted)
    .filter((at) => at.startsWith(`${path}/`) && !has(at, 0))
    .sort();
}

const isGranted = (granted: Permissions, anyOf: readonly string[], at: string, atLeast: number) => anyOf.some((privilege) => Number(granted[at]?.[privilege] ?? -1) >= atLeast);

/** Whether a guest may be there, and not be shown to who has these rights. */
export function mayHide(permissions: unknown, vmId: number): boolean {
  const granted = (permissions ?? {}) as Permissions;
  const { anyOf, path } = seeGuests;
  const own = `${path}/${vmId}`;
  return !isGranted(granted, anyOf, path, 1) || (granted[own] !== undefined && !isGranted(granted, anyOf, own, 0));
}

/** What `mayHide` asks of an answer of `/access/permissions`, which names every guest with each right on it. */
export function sightIn(permissions: unknown): unknown {
  if (typeof permissions !== "object" || permissions === null) return permissions;
  const { anyOf, path } = seeGuests;
  const seen = Object.entries(permissions as Permissions).filter(([at]) => at === path || at.startsWith(`${path}/`));
  return Object.fromEntries(seen.map(([at, granted]) => [at, Object.fromEntries(anyOf.flatMap((privilege) => (granted[privilege] === undefined ? [] : [[privilege, granted[privilege]]])))]));
}

/** A token or user that has no right at all: Proxmox VE answers it with empty lists, as if the cluster were empty. */
export function hasNoRights(permissions: unknown): boolean {
  return typeof permissions === "object" && permissions !== null && Object.keys(permissions).length === 0;
}

const readingPrivileges = new Set(neededRights.flatMap(({ anyOf }) => anyOf));

/** Whether a token or user may change anything beyond what an import needs; one that only looks is not what an apply is done with. */
export function mayChange(permissions: unknown): boolean {
  return Object.values((permissions ?? {}) as Permissions).some((granted) => Object.keys(granted).some((privilege) => !privilege.endsWith(".Audit") && !readingPrivileges.has(privilege)));
}

/** `Permission check failed (/vms/100, VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted)` → the right that is lacking. */
export function parseRefusal(text: string): Right | undefined {
  const [, path, privileges] = /\((\/[^,\s]*), ([\w.|]+)\)/.exec(text) ?? [];
  return path === undefined || privileges === undefined ? undefined : { path, anyOf: privileges.split("|") };
}

/** `VM.Audit on /vms/101`. */
export function printRight({ anyOf, path }: Right): string {
  return `${anyOf.join(" or ")} on ${path}`;
}

const auditorPrivileges = new Set(neededRights.filter(({ auditor }) => auditor).map(({ anyOf }) => anyOf[0]));

/** The role beside the auditor's, which has what that lacks for a full import. */
export const importRole = "PmpcImport";
const role = importRole;

/** The user whose token imports. */
export const importUser = "pmpc@pve";
const rolePrivileges = [...new Set(neededRights.flatMap(({ auditor, anyOf }) => (auditor ? [] : [anyOf[0]!])))].sort();

// A user who has the role already gives it more.
const makeRole = (privileges: readonly string[]) => `pveum role add ${role} --privs "${privileges.join(" ")}" || pveum role modify ${role} --append 1 --privs "${privileges.join(" ")}"`;

// A token with separate privileges has what it and its user have; one without has its user's alone: granted to both, it is right either way.
function subjects(identity: string): string {
  const user = identity.replace(/!.*/, "");
  // root has every right, and its tokens have what they are given.
  const users = user === "root@pam" && identity !== user ? [] : [`--users '${user}'`];
  return [...users, ...(identity === user ? [] : [`--tokens '${identity}'`])].join(" ");
}

const modify = (identity: string, path: string, roles: string) => `pveum acl modify ${path} ${subjects(identity)} --roles ${roles}`;

/** The `pveum` commands that make a token that can read everything: the one recipe, which `pmpc doctor` is content with. */
export const tokenRecipe: readonly string[] = [
  makeRole(rolePrivileges),
  `pveum user add ${importUser}`,
  `pveum acl modify / --users '${importUser}' --roles PVEAuditor,${role}`,
  `pveum user token add ${importUser} import --privsep 0`,
];

/** A change of users and rights, as the API takes it. */
export interface AccessRequest {
  readonly method: "POST" | "PUT";
  readonly address: string;
  readonly form: Readonly<Record<string, string>>;
}

/** The recipe as requests: the last one answers the token. Before Proxmox VE 9 the auditor's role could not ask agents. */
export function tokenRequests({ hasUser, hasRole, name, version }: { readonly hasUser: boolean; readonly hasRole: boolean; readonly name: string; readonly version: string }): readonly AccessRequest[] {
  const privs = [...rolePrivileges, ...(Number.parseInt(version) < 9 ? ["VM.Monitor"] : [])].sort().join(",");
  return [
    hasRole ? { method: "PUT", address: `/access/roles/${role}`, form: { privs, append: "1" } } : { method: "POST", address: "/access/roles", form: { roleid: role, privs } },
    ...(hasUser ? [] : [{ method: "POST" as const, address: "/access/users", form: { userid: importUser, comment: "reads the cluster for pmpc" } }]),
    { method: "PUT", address: "/access/acl", form: { path: "/", users: importUser, roles: `PVEAuditor,${role}` } },
    { method: "POST", address: `/access/users/${importUser}/token/${name}`, form: { privsep: "0", comment: "made by pmpc init" } },
  ];
}

/** The `pveum` commands that give a token (`auditor@pve!pmpc`) or a user (`kim@pve`) this right. */
export function grantCommand(identity: string, right: Right): string {
  if (right.anyOf.some((privilege) => auditorPrivileges.has(privilege))) return modify(identity, "/", "PVEAuditor");
  // Roles on a path replace those of the paths above it, so the auditor's must be said again.
  return `${makeRole([right.anyOf[0]!])}\n${modify(identity, right.path, `PVEAuditor,${role}`)}`;
}

/** The commands that give all that is missing at once. Before Proxmox VE 9 the auditor's role could not ask agents. */
export function grantAll(identity: string, missing: readonly MissingRight[], version = ""): string {
  const agent = Number.parseInt(version) < 9 ? ["VM.Monitor"] : [];
  const roots = new Set(neededRights.map(({ path }) => path));
  const exceptions = [...new Set(missing.flatMap(({ paths }) => paths))].filter((path) => !roots.has(path));
  return [makeRole([...rolePrivileges, ...agent].sort()), ...["/", ...exceptions].map((path) => modify(identity, path, `PVEAuditor,${role}`))].join("\n");
}
