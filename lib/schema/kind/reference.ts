import { clusterTables } from "../cluster/all";
import { referenceKinds, type ReferenceKind } from "../shape";
import { guestKinds, kinds } from "./all";

/** What constructs are referred to as, and how code names one that it does not have. */
export interface Thing {
  readonly kind: ReferenceKind;
  /** `Storage.fromName` */
  readonly factory: string;
}

/** Classes whose objects are named by a function of another class. */
const factories: Readonly<Partial<Record<ReferenceKind, string>>> = { node: "Node.fromName", storage: "Storage.fromName", bridge: "Bridge.fromName", pool: "Pool.fromName", user: "User.fromId" };

/** What no import writes, but code by hand; and what a name alone does not tell the class of. */
const others: readonly (readonly [string, Thing])[] = [
  ["Alias", { kind: "firewall-alias", factory: "Alias.fromName" }],
  ["UserToken", { kind: "token", factory: "UserToken.fromId" }],
  ["SdnZone", { kind: "zone", factory: "SdnZone.fromName" }],
];

const things: ReadonlyMap<string, Thing> = new Map([
  ...(["node", "storage", "bridge", "pool"] as const).map((kind) => [factories[kind]!.split(".")[0]!, { kind, factory: factories[kind]! }] as const),
  ...others,
  ...Object.values(guestKinds).map(({ construct }) => [construct!, { kind: "guest" as const, factory: `${construct!}.fromVmId` }] as const),
  ...clusterTables.flatMap(({ type, construct }) => {
    const served = [type, ...(kinds.of(type)?.serves ?? [])];
    const kind = referenceKinds.find((one) => served.includes(one));
    // A virtual network is more than the bridge that cards take it for.
    const isMore = kind !== type && referenceKinds.some((one) => one === type);
    return kind === undefined ? [] : [[construct, { kind, factory: isMore ? `${construct}.fromName` : (factories[kind] ?? `${construct}.fromName`) }] as const];
  }),
]);

/** The class whose function names what code does not have. */
export const namingClasses: Readonly<Partial<Record<ReferenceKind, string>>> = {
  node: "Node", storage: "Storage", bridge: "Bridge", pool: "Pool", user: "User", token: "UserToken", group: "Group", role: "Role", zone: "SdnZone", "sdn-controller": "SdnEvpnController", "sdn-fabric": "SdnOpenFabric",
  ipset: "IpSet", "firewall-alias": "Alias", "security-group": "SecurityGroup", "acme-account": "AcmeAccount", "acme-plugin": "AcmeDnsPlugin", "ha-group": "HaGroup",
};

/** What objects of a class are referred to as; undefined if nothing refers to any. */
export const thingOf = (className: string): Thing | undefined => things.get(className);
