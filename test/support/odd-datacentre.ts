import type { Scenario } from "../../simulator/scenario";
import { datacentre } from "../../simulator/scenario/datacentre";

const files = new Map(Object.entries(datacentre.files).map(([path, text]) => [path, String(text)]));
/** Puts more at the end of a file. */
const add = (path: string, text: string) => files.set(path, `${(files.get(path) ?? "").trimEnd()}\n\n${text.replace(/^ {2}/gm, "").replace(/^\n/, "")}`);
/** Says a part of a file otherwise; it must be there. */
function change(path: string, from: string, to: string): void {
  const text = files.get(path)!;
  if (!text.includes(from)) throw new Error(`${path}: there is no ${from}`);
  files.set(path, text.replace(from, () => to));
}

/** Text that is code in one language or another. */
const odd = "${x} %{y} \"q\" 'a' \\b `t` 😀 \u05E9\u05DC\u05D5\u05DD */ // #{z} </details>";
add("storage.cfg", `
  dir: d-all
  	path /srv/d all
  	content backup,images,import,iso,rootdir,snippets,vztmpl
  	content-dirs backup=b/x,iso=i
  	is_mountpoint /srv
  	create-base-path 0
  	create-subdirs 0
  	preallocation full
  	prune-backups keep-all=0,keep-daily=2,keep-hourly=3,keep-last=1,keep-monthly=4,keep-weekly=5,keep-yearly=6
  	shared 1
  	bwlimit clone=10,default=5,migration=3
  	max-protected-backups -1
  	format qcow2

  btrfs: bt
  	path /srv/bt
  	content rootdir,images

  cephfs: cfs
  	monhost [2001:db8::1] [2001:db8::2]
  	path /mnt/pve/cfs
  	content snippets

  iscsi: isc
  	portal [2001:db8::70]:3260
  	target iqn.2003-01.net.example:a
  	content none

  lvm: lv-base
  	vgname vg-b
  	base isc:0.0.1.scsi-360
  	content images,rootdir
  	saferemove 0
  	saferemove_throughput -100
  	shared 0
  	nodes rack-a1

  lvmthin: thin2
  	vgname v.g
  	thinpool t+p
  	content rootdir
  	disable 1

  nfs: nfs6
  	server 2001:db8::50
  	export /ex port
  	path /mnt/pve/nfs6
  	content images,rootdir,import
  	options vers=4.2,proto=tcp6,sec=krb5p
  	preallocation off
  	snapshot-as-volume-chain 1
  	nodes rack-a1,rack-a2,x0

  cifs: cif2
  	server 2001:db8::51
  	share s$
  	path /mnt/pve/cif2
  	content iso,backup
  	username DOM\\u$er
  	smbversion 3.11
  	subdir /a/b
  	options seal

  pbs: pbs6
  	server 2001:db8::52
  	datastore d
  	content backup
  	username a@pbs!t-1
  	port 8008
  	encryption-key aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99
  	master-pubkey 1
  	prune-backups keep-last=1
  	max-protected-backups 5

  zfspool: z-2
  	pool a/b/c
  	content images
  	blocksize 128k
  	mountpoint /z 2
  	sparse 0
`);
change("user.cfg", "group:ops", `user:x@sso:1:0:F\u202ex:L😀:e+t@d.example:\${c} %{d} "q":x:\nuser:_1@pve:1:0:::::\nuser:pct%41@pve:1:0:::::\nuser:ü@pve:1:0:::::\ntoken:_1@pve!a.b-c_1:0:0:\${t}:\ntoken:x@sso!t:0:1::\n\ngroup:ops`);
change("user.cfg", "group:nobody", "group:g.1-_:_1@pve,x@sso:%{c} ${d}:\ngroup:nobody");
change("user.cfg", "pool:empty", "pool:p.1-_::102,202:tank:\npool:p.1-_/q/r:${p} 😀:103::\npool:empty");
const grants = [
  "1:/access:_1@pve!a.b-c_1:PVEUserAdmin", "0:/access/groups/g.1-_:@g.1-_:Operator", "1:/access/realm/sso:_1@pve:PVEAdmin", "1:/nodes/x0:@g.1-_:PVESysAdmin", "1:/nodes/rack-a1:x@sso!t:PVEAuditor",
  "1:/pool/p.1-_/q/r:@g.1-_:PVEPoolAdmin", "1:/pool/p.1-_:terraform@pve!read:PVEVMUser,PVEVMAdmin,Mapper", "1:/sdn:_1@pve:PVESDNAdmin", "1:/sdn/zones/racks/racknet:@ops:PVESDNUser",
  "0:/sdn/zones/racks/racknet/100:@g.1-_:PVESDNUser", "1:/sdn/zones/localnetwork/vmbr0:@g.1-_:PVESDNUser", "1:/mapping:x@sso:PVEMappingAdmin", "1:/mapping/usb/dongle:@g.1-_:PVEMappingUser",
  "1:/mapping/dir/projects:x@sso:PVEMappingUser", "1:/storage:@g.1-_:PVEDatastoreAdmin", "1:/storage/nfs6:root@pam:NoAccess", "1:/vms:pct%41@pve:PVEAuditor", "1:/vms/202:@g.1-_:Nothing", "1:/vms/999:@g.1-_:PVEVMUser", "1:/:ü@pve:PVEAuditor",
];
files.set("user.cfg", `${files.get("user.cfg")!.trimEnd()}\n${grants.map((one) => `acl:${one}:\n`).join("")}`);
add("domains.cfg", `
  ad: ad1
  	domain corp.example
  	server1 2001:db8::80
  	comment ${odd}

  ldap: l6
  	base_dn dc=a\\,b,dc=c
  	server1 2001:db8::81
  	user_attr sAMAccountName
  	filter (&(a=b)(!(c=\${d})))
  	port 3389
  	mode ldap+starttls
  	group_dn ou=%{g}
  	case-sensitive 0
  	comment ${odd}

  openid: o2
  	client-id \${id}
  	issuer-url https://[2001:db8::90]/r
  	username-claim email
  	scopes email profile groups
  	prompt login
  	groups-claim g
  	comment ${odd}
`);
change("firewall/cluster.fw", "Odd_Name-1 198.51.100.7\n", "Odd_Name-1 198.51.100.7\nold_name 2001:db8::7\n");
change("firewall/cluster.fw", "[IPSET empty]", "[IPSET bare] # ${b} %{c}\n\nlan\nv6net\n!2001:db8::1 # no\n10.0.0.0/8\n\n[IPSET management]\n\n10.20.0.0/24\n\n[IPSET empty]");
const rules = [
  'IN ACCEPT -source +admins -dest lan -p udp -dport 53,123,1000:2000 -sport 1024:65535 -log alert # ${c} %{d} "q" 😀', "IN ACCEPT -source +dc/bare -p ipv6-icmp -icmp-type neighbor-solicitation",
  "OUT REJECT -i vmbr0 -dest 2001:db8::/32,2001:db9::1 -p tcp -log debug", "IN ACCEPT -source 10.0.0.1-10.0.0.9 -p sctp -log nolog", "|GROUP web -i vmbr1 # off",
  "FORWARD DROP -source dc/v6net -dest +dc/management -log emerg", "IN DROP -p esp", "IN Ceph(DROP) -source v6net", "IN ACCEPT -source old_name",
];
change("firewall/cluster.fw", "GROUP base\n", `GROUP base\n${rules.join("\n")}\n`);
change("firewall/cluster.fw", "[group web]", "[group g-2_x] # ${g} 'q'\n\nIN ACCEPT -source +bare -p tcp -dport ssh,http\nOUT DROP -dest dc/Odd_Name-1\nOUT DROP -dest dc/odd_name-1\n\n[group leer]\n\n[group web]");
add("firewall/101.fw", `
  [OPTIONS]

  enable: 0
  ipfilter: 1
  log_level_in: crit
  log_level_out: nolog
  macfilter: 0
  ndp: 1
  policy_in: REJECT
  policy_out: DROP
  radv: 1

  [ALIASES]

  lan 2001:db8::9

  [IPSET admins] # own \${s}

  !10.0.0.1
  lan

  [RULES]

  IN ACCEPT -source +admins -dest lan -i net0
  IN ACCEPT -source +guest/admins
  IN ACCEPT -source +dc/admins -p icmp -icmp-type any
  GROUP g-2_x -i net0 # \${z}
  |OUT ACCEPT -source guest/lan -p 47
`);
add("nodes/rack-a2/host.fw", `
  [OPTIONS]

  enable: 1
  log_level_forward: info
  log_level_in: nolog
  log_level_out: nolog
  ndp: 0
  nf_conntrack_max: 40000
  nf_conntrack_tcp_timeout_established: 8000
  nftables: 0
  nosmurfs: 0
  smurf_log_level: debug
  tcp_flags_log_level: emerg
  tcpflags: 1
  protection_synflood: 1

  [RULES]

  IN ACCEPT -i vmbr1 -source +admins -p tcp -dport 22
  GROUP g-2_x
`);
add("ha/rules.cfg", `
  node-affinity: a-b_1
  	comment ${odd}
  	nodes rack-a1:1000,rack-b1
  	resources ct:200,vm:103
  	strict 1
  	disable
`);
add("jobs.cfg", `
  vzdump: every.thing-1
  	comment ${odd}
  	schedule *-*-1,15 00:00
  	all 1
  	node x0
  	enabled 1
  	bwlimit 1
  	compress gzip
  	ionice 0
  	lockwait 1
  	notes-template {{cluster}} \${x} %{y}
  	performance max-workers=1,pbs-entries-max=1
  	pigz 2
  	protected 1
  	prune-backups keep-daily=1,keep-hourly=2,keep-last=3,keep-monthly=4,keep-weekly=5,keep-yearly=6
  	remove 1
  	repeat-missed 0
  	script /usr/local/bin/h
  	stdexcludes 0
  	stopwait 1
  	storage nfs6
  	tmpdir /tmp
  	pbs-change-detection-mode data

  vzdump: sel
  	schedule hourly
  	vmid 100,101,204
  	storage pbs6
  	enabled 1
  	mode suspend
  	mailto a@b.example,c@d.example
  	notification-mode notification-system
  	job-init 1

  vzdump: pool2
  	schedule mon..sun 3:00
  	pool p.1-_/q/r
  	storage nas-1
  	zstd 0
  	compress zstd
`);
add("replication.cfg", `
  local: 103-0
  	rate 0.5
  	schedule sat 23:59
  	source rack-b2
  	target rack-a1
  	comment ${odd}
`);
add("mapping/pci.cfg", `\nm.x-1_y\n\tdescription %24%7Bx%7D %25%7By%7D\n\tmap id=8086:10fb,iommugroup=1,node=rack-a1,path=0000:41:00.0\n\tmap id=8086:10fb,iommugroup=2,node=rack-a2,path=0000:c1:00.0\n\tmap id=8086:10fb,iommugroup=3,node=rack-b1,path=0000:02:00.1\n\tlive-migration-capable 1\n`);
add("mapping/directory.cfg", `\nd.2\n\tmap node=rack-a1,path=/a b\n\tmap node=x0,path=/c\n`);
add("status.cfg", `\ngraphite: g6\n\tserver 2001:db8::60\n\tport 2003\n\tproto udp\n\ninfluxdb: i-2_x\n\tserver 2001:db8::61\n\tport 8086\n\tinfluxdbproto http\n\tapi-path-prefix /a/\${b}\n\tverify-certificate 0\n\tmax-body-size 1\n\nopentelemetry: o6\n\tserver 2001:db8::62\n\tport 4317\n\totel-protocol http\n\totel-verify-ssl 0\n\totel-timeout 1\n`);
add("sdn/zones.cfg", `\nevpn: evf\n\tcontroller evpn1\n\tvrf-vxlan 16777215\n\texitnodes x0\n\tadvertise-subnets 0\n\tdisable-arp-nd-suppression 1\n\texitnodes-local-routing 0\n\trt-import 1:1\n\tipam pve\n\tmtu 1400\n\nvxlan: vx6\n\tpeers 2001:db8::1,2001:db8::2\n\tvxlan-port 4790\n\tnodes rack-a1,x0\n\tdns pdns\n\treversedns pdns2\n\tdnszone d.example\n\tipam nb\n\nqinq: q2\n\tbridge vmbr0\n\ttag 4094\n\nvlan: v2\n\tbridge vmbr7\n\tbridge-disable-mac-learning 1\n`);
add("sdn/vnets.cfg", `\nvnet: Vnet1\n\tzone evf\n\ttag 16777214\n\talias A (b) _c-d.e\n\nvnet: v6net\n\tzone vx6\n\ttag 1\n\tvlanaware 1\n`);
add("sdn/subnets.cfg", `\nsubnet: evf-2001:db8:1::-64\n\tvnet Vnet1\n\tgateway 2001:db8:1::1\n\tsnat 1\n\nsubnet: vx6-10.1.0.0-31\n\tvnet v6net\n\tdnszoneprefix p\n\tdhcp-dns-server 10.1.0.1\n\tdhcp-range start-address=10.1.0.0,end-address=10.1.0.0\n\tdhcp-range start-address=10.1.0.1,end-address=10.1.0.1\n`);
add("sdn/fabrics.cfg", `\nopenfabric_fabric: f6\n\tip6_prefix 2001:db8:ff::/64\n\tcsnp_interval 20\n\nopenfabric_node: f6_rack-a1\n\tinterfaces name=bond0\n\tinterfaces name=eno3,hello_multiplier=2,ip=10.9.9.1/31\n\tip6 2001:db8:ff::1\n\nospf_fabric: os2\n\tarea 1.2.3.4\n\tip_prefix 10.253.0.0/24\n\nospf_node: os2_rack-b1\n\tip 10.253.0.1\n`);
change("nodes/rack-a1/interfaces", "source /etc", `auto vmbr2\niface vmbr2 inet6 static\n\taddress 2001:db8::11/64\n\tgateway 2001:db8::1\n\tbridge-ports none\n\tbridge-stp on\n\tbridge-fd 15\n\tpost-up echo \${x}\n#\${c} %{d}\n#"second" 😀\n\nauto bond1\niface bond1 inet manual\n\tbond-slaves eno4 eno5\n\tbond-mode active-backup\n\tbond-primary eno4\n\tbond-miimon 50\n\tmtu 9216\n\nauto vlan7\niface vlan7 inet6 static\n\taddress fd00::7/64\n\tvlan-raw-device bond1\n\nsource /etc`);
files.set("nodes/rack-b1/config", "#%24%7Bx%7D %25%7By%7D \"q\" 😀\n#\n#</details> | `t`\nballooning-target: 50\n");
/** Names that are legal, and words of TypeScript, or begin with a digit. */
const names: Readonly<Record<string, string>> = { "rack-a1": "1st-node", "rack-a2": "class", "rack-b1": "n", "rack-b2": "This-One", x0: "default" };
const renamed = (text: string) => Object.entries(names).reduce((now, [from, to]) => now.replace(new RegExp(`(?<![A-Za-z0-9.])${from}(?![A-Za-z0-9])`, "g"), to), text);

/** The data centre under odd names, with every kind once more in unusual settings that Proxmox VE takes. */
export const oddDatacentre: Scenario = { ...datacentre, name: "odd-datacentre", files: Object.fromEntries([...files].map(([path, text]) => [renamed(path), renamed(text)])), nodes: Object.fromEntries(Object.entries(datacentre.nodes ?? {}).map(([name, node]) => [names[name]!, node])) };
