/**
 * What Proxmox VE answers and the simulator does not: methods, then a path in which `*` is one segment and `**` the rest.
 * It says so, so that its limit is not taken for Proxmox VE's.
 */
const beyond = [
  "GET POST PUT DELETE /access/{openid,tfa}/**",
  "GET POST PUT DELETE /cluster/{bulk-action,ceph,config,qemu}/**",
  "GET /cluster/metrics/export",
  "GET /cluster/acme/{meta,challenge-schema}",
  "GET POST PUT DELETE /cluster/notifications/**",
  "GET /cluster/sdn/dry-run",
  "GET POST PUT DELETE /cluster/sdn/{prefix-lists,route-maps}/**",
  "POST PUT DELETE /cluster/sdn/vnets/*/ips",
  "GET POST /cluster/ha/{status,resources}/**",
  "GET /cluster/log",
  "GET POST PUT DELETE /nodes/*/{apt,capabilities,ceph,certificates,disks,hardware,replication,scan,sdn}/**",
  "GET POST PUT DELETE /nodes/*/{services,subscription,vzdump}/**",
  "GET POST /nodes/*/{aplinfo,journal,migrateall,netstat,query-oci-repo-tags,report,rrd,rrddata}",
  "GET POST /nodes/*/{spiceshell,startall,stopall,suspendall,syslog}",
  "GET POST /nodes/*/{termproxy,vncshell,vncwebsocket,wakeonlan}",
  "PUT /nodes/*/status",
  "GET /nodes/*/qemu/*/cloudinit/dump",
  "GET POST PUT DELETE /nodes/*/{qemu,lxc}/*/agent/**",
  "GET /nodes/*/{qemu,lxc}/*/firewall/log",
  "GET /nodes/*/firewall/log",
  "GET POST PUT /nodes/*/{qemu,lxc}/*/{dbus-vmstate,migrate,mtunnel}",
  "GET POST PUT /nodes/*/{qemu,lxc}/*/{mtunnelwebsocket,remote_migrate,rrd}",
  "GET POST PUT /nodes/*/{qemu,lxc}/*/{spiceproxy,termproxy,vncwebsocket}",
  "POST /nodes/*/storage/*/oci-registry-pull",
  "DELETE /nodes/*/storage/*/prunebackups",
  "GET /nodes/*/storage/*/{file-restore,identity,import-metadata,rrd,rrddata}/**",
];

const patterns = beyond.flatMap((line) => {
  const at = line.indexOf("/");
  const path = line
    .slice(at)
    .replace(/\{([^}]*)\}/g, (_, words: string) => `(${words.replaceAll(",", "|")})`)
    .replace("/**", "(/.*)?")
    .replace(/\/\*(?=\/|$)/g, "/[^/]+");
  return line
    .slice(0, at)
    .trim()
    .split(" ")
    .map((method) => new RegExp(`^${method} ${path}$`));
});

export function isBeyondTheSimulator(method: string, path: string): boolean {
  return patterns.some((pattern) => pattern.test(`${method} ${path}`));
}
