import type { GuestType } from "../../lib/pve/address";
import type { ReadableGuest, State } from "../../lib/schema/read-back";
import { clusterB, fixture, oddGuests, sharedFixture } from "./fixture";

/** A guest, and what the real provider made of it. */
export interface RecordedGuest {
  /** `qemu/101`, `lxc/test-alpine-003`, `qemu_usb_2079` */
  readonly name: string;
  readonly guest: ReadableGuest;
  /** What its Read put into state; nulls left out. */
  readonly state: State;
  /** Values of that state that its validators refuse, as `cpu[0].units=0`; undefined if it was not asked. */
  readonly rejected?: readonly string[];
  /** Attributes, or paths, that had to be ignored for a plan without changes; undefined if it was not asked. */
  readonly ignore?: readonly string[];
}

interface Truth {
  readonly state: State;
  readonly rejected?: readonly string[];
  readonly ignore?: readonly string[];
  /** The plan was not tried to its end. */
  readonly unsettled?: string;
}
type Truths = Readonly<Record<string, Truth>>;
type Config = Readonly<Record<string, unknown>>;

const data = (address: string) => clusterB.http[address]?.body?.data;

const listing = new Map(
  Object.keys(clusterB.http)
    .filter((address) => /^\/nodes\/pve\/storage\/[^/]+\/content$/.test(address))
    .flatMap((address) => (data(address) ?? []) as readonly { volid: string; format: string }[])
    .map(({ volid, format }) => [volid, format]),
);

/** What the storages answered the provider: as recorded, else by the file's name; a storage that is gone answers nothing. */
const formatOf = (volume: string) => (volume.startsWith("gone:") ? "" : (listing.get(volume) ?? /\.(qcow2|raw|vmdk)$/.exec(volume)?.[1] ?? "raw"));

const typeOf = (name: string) => (name.startsWith("qemu") ? "qemu" : "lxc") as GuestType;

function recorded(name: string, { state, rejected, ignore }: Truth, config: Config, known: Partial<ReadableGuest> = {}): RecordedGuest {
  const guest = { type: typeOf(name), vmId: Number(state.id), node: "pve", running: false, config, formatOf, ...known };
  return { name, guest, state, rejected: rejected?.map((one) => one.replace(/^\./, "")), ignore };
}

/** The guest as code can say it: a container without a root disk, which is left out of code, gets the one that the provider takes it for. */
export const sayable = (guest: ReadableGuest): ReadableGuest =>
  guest.type === "lxc" && guest.config.rootfs === undefined ? { ...guest, config: { ...guest.config, rootfs: "local:none,size=4G" } } : guest;

/** Where the provider was asked, no list means an empty one. */
const asked = (truth: Truth): Truth => (truth.unsettled === undefined ? { rejected: [], ignore: [], ...truth } : { state: truth.state });

const resources = data("/cluster/resources") as readonly { id: string; pool?: string }[];

/** The fifteen guests of cluster-b. */
export const clusterGuests: readonly RecordedGuest[] = Object.entries(fixture<{ "cluster-b": Truths }>("provider-read-back-cluster-b.json")["cluster-b"]).map(
  ([name, truth]) => {
    const { status } = data(`/nodes/pve/${name}/status/current`) as { status: string };
    const { pool } = resources.find(({ id }) => id === name)!;
    return recorded(name, asked(truth), data(`/nodes/pve/${name}/config`) as Config, { running: status === "running", pool });
  },
);

const plans = fixture<{ guests: Readonly<Record<string, Partial<Truth>>> }>("provider-plan-synthetic.json").guests;

/** Guests that were made up to touch every attribute. */
export const madeUpGuests: readonly RecordedGuest[] = Object.entries(
  fixture<{ guests: Readonly<Record<string, Truth & { config: Config }>> }>("provider-read-back-synthetic.json").guests,
).map(([name, truth]) => recorded(name, { ...truth, ...plans[name] }, truth.config));

/** Proxmox's own test configurations; none in a clean clone. */
export const oddRecordedGuests: readonly RecordedGuest[] = Object.entries(
  sharedFixture<{ "proxmox-tests": Truths }>("provider-read-back.json")?.["proxmox-tests"] ?? {},
).map(([name, truth]) => {
  const type = typeOf(name);
  const odd = oddGuests![type][name.slice(type.length + 1)]!;
  return recorded(name, asked(truth), odd.http.config!.body!.data as Config);
});

/** Every guest whose provider state is known here. */
export const recordedGuests: readonly RecordedGuest[] = [...clusterGuests, ...madeUpGuests, ...oddRecordedGuests];
