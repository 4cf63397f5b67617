import type { Cluster, Guest } from "../../../simulator/cluster";
import { bytesOf } from "../../../simulator/disk";
import type { Step } from "./scene";
import { sizeIn } from "./volumes";

/** What a note says that was done outside of the API, done to the simulator's cluster. */
type ManualChange = readonly [note: RegExp, done: (cluster: Cluster, next: Step) => void];

const manualChanges: readonly ManualChange[] = [
  [/no guest OS answers the ejection/, ({ guests }) => tell(guests, "qemu", { clings: true })],
  [/lets go of devices/, ({ guests }) => tell(guests, "qemu", { clings: false })],
  [/container no longer answers/, ({ guests }) => tell(guests, "lxc", { deaf: true })],
  [/^answers again/, ({ guests }) => tell(guests, "lxc", { deaf: false })],
  [/\bis put in\b/, putIn],
  [/^rm of/, takeOut],
];

/** Does what was done by hand before a step, as far as the note tells. */
export function applyManualChange(note: string, cluster: Cluster, next: Step | undefined): void {
  for (const [pattern, done] of manualChanges) if (next && pattern.test(note)) done(cluster, next);
}

function tell(guests: Cluster["guests"], type: Guest["type"], change: Pick<Partial<Guest>, "clings" | "deaf">): void {
  for (const guest of guests.values()) if (guest.type === type) Object.assign(guest, change);
}

/** The file that the next request uses is there, as large as what became of it says. */
function putIn({ volumes, now }: Cluster, { form = {}, after = {} }: Step): void {
  for (const value of Object.values(form)) {
    const id = /^[\w.-]+:iso\/[^,\s]+/.exec(String(value))?.[0];
    if (id !== undefined) volumes.push({ id, size: bytesOf(sizeIn(Object.values(after).join("\n"), id) ?? "4M"), createdAt: now() });
  }
}

/** The file that the next step misses is gone. */
function takeOut({ volumes }: Cluster, step: Step): void {
  const missed = /volume '([^']+)' does not exist/.exec(JSON.stringify(step))?.[1];
  const at = volumes.findIndex(({ id }) => id === missed);
  if (at >= 0) volumes.splice(at, 1);
}
