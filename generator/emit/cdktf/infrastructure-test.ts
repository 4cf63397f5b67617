import { parseGuestKey } from "../../../lib/pve/address";
import { guestKinds } from "../../../lib/schema/kind/all";
import type { Entry, Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { quote } from "../typescript/text";

interface Card {
  readonly bridge?: unknown;
  readonly vlanId?: number;
  readonly macAddress?: string;
  readonly disconnected?: boolean;
  readonly ip?: string;
  readonly ip6?: string;
}

type Address = string | { readonly address?: string } | undefined;

const rules = [
  ["numbers", "vmId", (one: Entry) => [one.key.split("/")[1]!]],
  ["names", "name", (one: Entry) => [String(one.props[guestKinds[parseGuestKey(one.key)!.type].nameKey] ?? one.id).toLowerCase()].filter((name) => name !== "")],
  ["addresses", "addresses", (one: Entry) => (one.template ? [] : addressesOf(one))],
  ["MAC addresses", "macAddresses", (one: Entry) => (one.template ? [] : cardsOf(one).flatMap(({ macAddress, disconnected }) => (macAddress && !disconnected ? [macAddress.toUpperCase()] : [])))],
] as const;

/** `tests/infrastructure.test.ts`: rules for the guests in the code. Those that do not hold yet are skipped, so that it passes from the first day. */
export function emitInfrastructureTest({ stack, groups }: Plan): EmittedFile {
  const entries = groups.flatMap((group) => group.entries);
  const holds = (claims: (one: Entry) => readonly string[]) => {
    const all = entries.flatMap((one) => [...new Set(claims(one))]);
    return new Set(all).size === all.length;
  };
  const distinct = rules.map(([what, word, claims]) => `  it${holds(claims) ? "" : ".skip"}("have ${what} of their own", () => guests.everyGuestDiffersIn("${word}"));`);
  const content = `// pmpc wrote this file once and will not change it: it is yours.
import { Testing } from "cdktf";
import { Match, Template } from "pmpc/testing";
import { ${stack.className} } from "../cluster";

describe(${quote(`the guests of ${stack.id}`)}, () => {
  const guests = Template.fromStack(new ${stack.className}(Testing.app()));

${distinct.join("\n")}

  // Rules of your own: remove .skip from those that your guests should follow.
  it.skip("are protected from removal", () => guests.everyGuest({ protection: true }));
  it.skip("have tags", () => guests.everyGuest({ tags: Match.anyValue() }));
  it.skip("have names in lower case", () => guests.everyGuest({ name: Match.stringMatching(/^[a-z][a-z0-9.-]*$/) }));
});
`;
  return { path: "tests/infrastructure.test.ts", content, mode: "once" };
}

const cardsOf = ({ props }: Entry) => ((props.networkDevices ?? props.networkInterfaces ?? []) as unknown as readonly Card[]);

/** Fixed addresses, each in its network: one may be used in each of several. */
function addressesOf(one: Entry): readonly string[] {
  const cards = cardsOf(one);
  const configs = ((one.props.cloudInit as { readonly ipConfigs?: readonly { readonly ipv4?: Address; readonly ipv6?: Address }[] } | undefined)?.ipConfigs ?? []).map(({ ipv4, ipv6 }) => [plain(ipv4), plain(ipv6)]);
  const own = cards.map(({ ip, ip6 }) => [ip, ip6]);
  return [...configs, ...own].flatMap((addresses, at) => {
    const card = cards[at < configs.length ? at : at - configs.length];
    const bridge = (card?.bridge as { readonly name?: string } | undefined)?.name ?? "vmbr0";
    return addresses.filter((address) => address !== undefined && /[.:]/.test(address)).map((address) => `${address!.replace(/\/.*$/, "").toLowerCase()} ${bridge} ${card?.vlanId ?? 0}`);
  });
}

const plain = (address: Address) => (typeof address === "object" ? address.address : address);
