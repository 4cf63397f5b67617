/** Classes that had other names before, and what they are called now. */
export const formerClasses: ReadonlyMap<string, string> = new Map([
  ["ClusterFirewallOptions", "ClusterFirewall"],
  ["FirewallGroup", "SecurityGroup"],
  ["NodeFirewallOptions", "NodeFirewall"],
  ["NodeSettings", "NodeTimeZone, NodeNameServers, NodeHosts and NodeNotes, one for each setting"],
  ["SdnNetwork", "SdnVnet"],
  ["StorageBackend", "DirectoryStorage, NfsStorage, CifsStorage, LvmStorage, LvmThinStorage, ZfsStorage and PbsStorage, one for each type"],
]);
