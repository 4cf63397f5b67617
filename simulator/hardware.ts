/** A device of a node, as a mapping says it. */
export interface Device {
  /** `0000:41:00.0`, `3-1.2` */
  readonly path: string;
  /** `10de:26b9` */
  readonly id: string;
  readonly iommugroup?: number;
  readonly "subsystem-id"?: string;
  readonly mdev?: boolean;
}

export interface Hardware {
  readonly pci?: readonly Device[];
  readonly usb?: readonly Device[];
}

/** What keeps a mapping from being used on a node that has these devices; undefined if nothing does. */
export function wrongDevice(type: "pci" | "usb", id: string, map: ReadonlyMap<string, string>, mdev: boolean, devices: readonly Device[]): string | undefined {
  const path = map.get("path");
  if (type === "usb") {
    const found = devices.find((device) => (path === undefined ? device.id === map.get("id") : device.path === path));
    if (!found) return path === undefined ? `usb device '${map.get("id")}' not found` : `usb device '${path}' not found`;
    return found.id === map.get("id") ? undefined : `'id' does not match for '${id}' (${found.id} != ${map.get("id")})`;
  }
  for (const [at, one] of (path ?? "").split(";").entries()) {
    const full = /\.[a-f0-9]$/i.test(one) ? one : `${one}.0`;
    const found = devices.find((device) => device.path === full);
    if (!found) return `pci device '${full}' not found`;
    const expected: Record<string, string | undefined> = { id: found.id, iommugroup: found.iommugroup?.toString(), mdev: found.mdev ? "1" : "0", "subsystem-id": found["subsystem-id"] };
    const configured: Record<string, string | undefined> = { id: map.get("id"), iommugroup: map.get("iommugroup"), mdev: mdev ? "1" : "0", "subsystem-id": map.get("subsystem-id") };
    for (const key of Object.keys(expected).sort()) {
      if ((key === "iommugroup" && at > 0) || expected[key] === configured[key]) continue;
      if (configured[key] === undefined) return `missing expected property '${key}' for device '${full}'`;
      if (expected[key] === undefined) return `unexpected property '${key}' configured for device '${full}'`;
      return `'${key}' does not match for '${id}' (${expected[key]} != ${configured[key]})`;
    }
  }
  return undefined;
}
