import { exit, PmpcError } from "../../../lib/error";
import type { Unreadable } from "../../../lib/inventory/document";
import { printGuestKey } from "../../../lib/pve/address";
import { guestKinds } from "../../../lib/schema/kind/all";
import type { Kind } from "../../../lib/schema/kind/kind";
import { configAddress, type Finding } from "../finding";
import { withoutSecrets } from "../secret";
import type { ReadOptions, Source } from "../source";
import { byKey, clusterDocuments, clusterNameOf, configDocument, guestTexts, leftOutDocuments, listDocuments, poolsOf, stateDocument, statusOf, versionOf, type ClusterFiles } from "./document";
import { readFolder } from "./folder";

/** A source that knows its cluster before it is read. */
export interface OpenedSource extends Source {
  /** The cluster's name, or its only node's where there is no cluster; undefined if unknown. */
  readonly cluster?: string;
  readonly nodes: readonly string[];
  /** Name or address of the node that was asked, or of one that is likely to answer. */
  readonly node?: string;
}

/** A copy of `/etc/pve`, read without any Proxmox VE: configurations, but neither states nor addresses. */
export async function openFilesSource(folder: string): Promise<OpenedSource> {
  const files = await readFolder(folder);
  if (files === undefined) throw noFiles(folder);
  const guests = byKey(guestTexts(files));
  const names = [...new Set([...files.keys()].flatMap((path) => /^nodes\/([^/]+)\//.exec(path)?.[1] ?? []))];
  const status = statusOf(files, new Map(names.map((name) => [name, undefined])), undefined);
  const nodes = status.filter(({ type }) => type === "node");
  return {
    name: `files in ${folder}`,
    cluster: clusterNameOf(status),
    nodes: nodes.map(({ name }) => String(name)),
    node: nodes.map(({ ip, name }) => String(ip ?? name))[0],
    read: ({ kinds = [], onProgress, onAnswer }) => withoutSecrets(walk(kinds, onProgress), onAnswer),
    close: async () => {},
  };

  async function* walk(kinds: readonly Kind[], onProgress: ReadOptions["onProgress"]): AsyncGenerator<Finding> {
    const version = versionOf(files!);
    if (version !== undefined) yield { address: "/version", body: version };
    yield { address: "/cluster/status", body: status };
    yield* listDocuments(files!);
    yield* clusterDocuments(files!, kinds);
    yield { address: "/cluster/resources", body: resourcesOf(files!, names) };
    for (const guest of guests.first.values()) {
      const config = configDocument(guest);
      yield config;
      yield* leftOutDocuments(guest);
      yield stateDocument(guest.place, config.body);
    }
    for (const { place } of guests.others) yield twice(configAddress(place), printGuestKey(place), guests.first.get(printGuestKey(place))!.place.node);
    onProgress?.({ nodes: names, guests: { done: guests.first.size, total: guests.first.size } });
  }
}

/** `/cluster/resources` as far as files know it: they do not say what runs. */
function resourcesOf(files: ClusterFiles, nodes: readonly string[]) {
  const pools = poolsOf(files);
  const guests = [...byKey(guestTexts(files)).first.values()].map((guest) => {
    const { type, vmId, node } = guest.place;
    const { body } = configDocument(guest);
    const name = body[guestKinds[type].nameKey];
    const pool = pools.get(vmId);
    return {
      id: `${type}/${vmId}`,
      type,
      vmid: vmId,
      node,
      status: "unknown",
      template: body.template === 1 ? 1 : 0,
      ...(name === undefined ? {} : { name }),
      ...(body.tags === undefined ? {} : { tags: body.tags }),
      ...(pool === undefined ? {} : { pool }),
    };
  });
  return [...nodes.map((node) => ({ id: `node/${node}`, type: "node", node, status: "unknown" })), ...guests];
}

function twice(address: string, key: string, node: string): Unreadable {
  return { address, why: "failed", message: `${key} exists twice; the one on ${node} was used`, hint: "a number can exist only once in a cluster: remove the wrong file" };
}

function noFiles(folder: string): PmpcError {
  return new PmpcError("no-cluster-files", `${folder} is not a copy of /etc/pve: it has no folder named nodes`, {
    hint: "expected nodes/<node>/qemu-server/<vmid>.conf, nodes/<node>/lxc/<vmid>.conf, storage.cfg, user.cfg; on the disk of a dead node /etc/pve is empty: name its /var/lib/pve-cluster/config.db",
    exit: exit.notFound,
  });
}
