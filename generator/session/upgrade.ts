import { join } from "node:path";
import { marksOf } from "../../lib/inventory/identity";
import { readInventory, type Guest } from "../../lib/inventory/inventory";
import type { ResourceKey } from "../../lib/pve/address";
import { terraformAddress } from "../../lib/schema/kind/name";
import { emitCluster } from "../emit/cdktf/cluster";
import { emitGroup } from "../emit/cdktf/guests";
import { buildPlan } from "../plan/build";
import type { StateStore } from "../store/state-store";
import { readLegacy, type Legacy } from "../store/sqlite/legacy";
import { readFormerManifest, replaceFormerManifest } from "../workspace/former";
import { writeFindings } from "../workspace/findings";
import { writeForgotten } from "../workspace/forgotten";
import { writeNames } from "../workspace/names";
import type { Configuration } from "../settings/configuration";
import { looksOf } from "./names";
import { stackMembers } from "./stack-members";

/** A workspace that may be of an older pmpc. */
export interface Former {
  readonly root: string;
  readonly store: StateStore;
  readonly configuration: Configuration | undefined;
}

/**
 * Takes up a workspace that an older pmpc wrote: names, findings and base texts lay in the store, and as hashes in a manifest; now they
 * are in git. Without the store the code itself says which guests it has.
 */
export async function upgradeWorkspace(seen: Former): Promise<void> {
  const { root } = seen;
  const manifest = await readFormerManifest(root);
  if (manifest === undefined) return;
  const legacy = await readLegacy(join(root, ".proxmox/state.db"));
  const records = [...legacy.names.values()];
  await writeNames(
    root,
    records
      .filter(({ forgotten }) => !forgotten)
      .map(({ key, id, file, adopted, guest }) => ({ key, id, ...(file === undefined ? {} : { file }), ...(adopted ? {} : { adopt: true as const }), marks: marksOf(guest) as Readonly<Record<string, string>> })),
  );
  await writeForgotten(
    root,
    records.filter(({ forgotten }) => forgotten).map(({ key, id, guest }) => ({ key: terraformAddress(key, id), guest: key, id, name: guest.name ?? id })),
  );
  const findings = [...legacy.findings.values()];
  await writeFindings(root, findings.map(({ guest, ...finding }) => ({ ...finding, on: looksOf(guest) })));
  await replaceFormerManifest(root, manifest, await generatedAgain(seen, legacy));
}

/** The code as it was generated last, from what was seen when that was done. */
async function generatedAgain({ store, configuration }: Former, { names: records, findings }: Legacy): Promise<ReadonlyMap<string, string>> {
  const run = await store.latestRun(configuration);
  if (run === undefined || configuration?.endpoint === undefined) return new Map();
  const seen = readInventory(await store.observation(run.id));
  const guests = seen.guests.map((guest): Guest => records.get(guest.key)?.guest ?? guest);
  const written = [...records.values()].filter(({ forgotten }) => !forgotten);
  const plan = buildPlan({
    inventory: { ...seen, name: configuration.cluster ?? seen.name, guests: guests.filter(({ key }) => written.some((one) => one.key === key)) },
    permissions: undefined,
    endpoint: configuration.endpoint,
    insecure: configuration.insecure ?? false,
    remembered: new Map(written.map(({ key, id, adopted }): [ResourceKey, { id: string; adopt: boolean; code: () => undefined }] => [key, { id, adopt: !adopted, code: () => undefined }])),
    forgotten: [...records.values()].filter(({ forgotten }) => forgotten).map(({ key, id, guest }) => ({ key, address: terraformAddress(key, id), id, name: guest.name ?? id })),
    own: new Map(),
    named: { functions: new Map(), fields: [] },
    findings,
    released: new Set(),
    deleted: new Set(),
    selection: () => true,
    groupBy: configuration.groupBy ?? "node",
    asideBefore: new Map(),
    known: new Map(),
    members: stackMembers,
  });
  return new Map([emitCluster(plan), ...plan.groups.map((group) => emitGroup(group, plan))].map(({ path, content }) => [path, content]));
}
