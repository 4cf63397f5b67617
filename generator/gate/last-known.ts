type Values = Readonly<Record<string, unknown>>;

/**
 * What Terraform's state remembers of a guest's addresses, as the guest itself would tell it now; undefined if it remembers none. A
 * virtual machine's are lists, an element for each interface, a container's are by the interface's name.
 */
export function lastKnownIn(attributes: Values): unknown {
  const { network_interface_names: names, mac_addresses: macs, ipv4_addresses: v4, ipv6_addresses: v6, ipv4, ipv6 } = attributes;
  if (Array.isArray(names) && names.length > 0) {
    const at = (lists: unknown, index: number) => (Array.isArray(lists) ? (lists as readonly unknown[])[index] : undefined);
    return {
      result: names.map((name, index) => ({
        name: String(name),
        "hardware-address": String(at(macs, index) ?? "").toLowerCase(),
        "ip-addresses": [...tell(at(v4, index), "ipv4"), ...tell(at(v6, index), "ipv6")],
      })),
    };
  }
  const known = [...new Set([ipv4, ipv6].flatMap((byName) => Object.keys((byName as object | null | undefined) ?? {})))];
  if (known.length === 0) return undefined;
  const of = (byName: unknown, name: string) => [((byName as Values | null | undefined) ?? {})[name]].filter((one) => one !== undefined);
  return known.map((name) => ({ name, "ip-addresses": [...tell(of(ipv4, name), "inet"), ...tell(of(ipv6, name), "inet6")] }));
}

const tell = (addresses: unknown, type: string) => (Array.isArray(addresses) ? addresses.map((address) => ({ "ip-address": String(address), "ip-address-type": type })) : []);
