import type { Scenario } from "../scenario";
import { block } from "./text";

const manager = {
  node_status: { "rack-a1": "online", "rack-a2": "online", "rack-b1": "online", "rack-b2": "maintenance", x0: "unknown" },
  service_status: {},
  master_node: "rack-a1",
  timestamp: 1_795_916_927,
};

/** What keeps guests up, copies and watches them: high availability, jobs, mappings, metrics servers, notifications. */
export const datacentreWorks: Scenario["files"] = {
  "datacenter.cfg": `# Data centre
# rack A%3A databases, rack B%3A the rest
${block(`
  bwlimit: clone=500000,default=1000000
  crs: ha=static,ha-rebalance-on-start=1
  email_from: pve@datacentre.example
  ha: shutdown_policy=migrate
  keyboard: de
  mac_prefix: BC:24:11
  max_workers: 8
  migration: network=10.20.1.0/24,type=insecure
  next-id: lower=100,upper=9999
  notify: fencing=always,package-updates=auto,replication=never
  registered-tags: prod;db
  tag-style: case-sensitive=1,color-map=prod:c0392b;db:2980b9:ffffff,ordering=config,shape=full
  user-tag-access: user-allow=existing
`)}`,
  "ha/resources.cfg": block(`
    vm: 100
    	comment the first database
    	max_relocate 2
    	max_restart 3
    	state started

    vm: 101
    	failback 0
    	state started

    vm: 103
    	state disabled

    ct: 200
    	state started

    ct: 204
    	comment on the node that is off
    	state ignored
  `),
  "ha/rules.cfg": block(`
    node-affinity: databases-on-a
    	comment rack A has the disks
    	nodes rack-a1:2,rack-a2:1
    	resources vm:100,vm:101

    node-affinity: strictly-x0
    	nodes x0
    	resources ct:204
    	strict 1

    resource-affinity: databases-apart
    	affinity negative
    	resources vm:100,vm:101

    resource-affinity: dns-beside-the-app
    	affinity positive
    	disable
    	resources ct:200,vm:103
  `),
  "ha/manager_status": JSON.stringify(manager),
  "jobs.cfg": block(`
    vzdump: nightly
    	comment everything, on workdays
    	schedule mon..fri 02:30
    	all 1
    	enabled 1
    	exclude 102,204
    	fleecing 1,storage=local
    	mode snapshot
    	notes-template {{guestname}} ({{vmid}}) on {{node}}
    	prune-backups keep-daily=7,keep-weekly=4
    	repeat-missed 1
    	storage pbs-a

    vzdump: pool-racks
    	schedule sat *-1..7 04:00
    	compress zstd
    	enabled 0
    	mailnotification failure
    	mailto ops@datacentre.example
    	mode stop
    	notification-mode legacy-sendmail
    	pool racks
    	storage nas-1

    vzdump: f9a8be0a-01da-4f7a-8b76-bbce17e08881
    	schedule */6:15
    	enabled 1
    	exclude-path /tmp/?*
    	exclude-path /var/cache/?*
    	mode suspend
    	storage local
    	vmid 200,201

    realm-sync: sync-corp
    	comment half-hourly
    	realm corp
    	schedule *:0/30
    	scope both
    	enable-new 1
    	enabled 1
    	remove-vanished acl;entry

    realm-sync: sync-old
    	realm old-corp
    	schedule daily
    	scope users
    	enabled 0
  `),
  "replication.cfg": block(`
    local: 200-0
    	comment to the other rack
    	rate 50
    	schedule */15
    	source rack-a1
    	target rack-b1

    local: 201-0
    	disable
    	schedule mon..fri 22:30
    	source rack-a2
    	target rack-a1

    local: 202-0
    	source rack-b1
    	target rack-b2
  `),
  "mapping/pci.cfg": block(`
    gpu
    	description L40, one each
    	map id=10de:26b9,iommugroup=14,node=rack-a1,path=0000:41:00.0,subsystem-id=10de:1851
    	map id=10de:26b9,iommugroup=22,node=rack-a2,path=0000:c1:00.0,subsystem-id=10de:1851
    	mdev 1

    hba_old
    	map description=LSI 9400,id=1000:00ac,node=rack-b2,path=0000:02:00
  `),
  "mapping/usb.cfg": block(`
    dongle
    	description licences
    	map id=0529:0001,node=rack-a1
    	map id=0529:0001,node=rack-b1,path=3-1.2

    zigbee-x
    	map id=10c4:ea60,node=x0,path=1-4
  `),
  "mapping/directory.cfg": block(`
    projects
    	description everybody's
    	map node=rack-a1,path=/srv/projects
    	map node=rack-b1,path=/tank/projects

    media_dir
    	map node=x0,path=/srv/media
  `),
  "status.cfg": block(`
    graphite: graph
    	port 2003
    	server graphite.datacentre.example
    	mtu 1400
    	path pve.datacentre
    	proto tcp

    influxdb: influx
    	port 8086
    	server influx.datacentre.example
    	bucket pve
    	influxdbproto https
    	organization ops

    influxdb: influx-udp
    	disable
    	port 8089
    	server 10.20.0.91

    opentelemetry: otel
    	port 4318
    	server otel.datacentre.example
    	otel-compression gzip
  `),
  "notifications.cfg": block(`
    sendmail: mail-to-root
    	comment Send mails to root@pam's email address
    	mailto-user root@pam

    gotify: push
    	disable true
    	server https://gotify.datacentre.example

    matcher: default-matcher
    	comment Route all notifications to mail-to-root
    	mode all
    	target mail-to-root

    matcher: night
    	match-calendar mon..fri 20:00-23:59
    	mode any
    	target push
  `),
  "nodes/rack-a1/config": "#rack A, unit 12\nstartall-onboot-delay: 30\nwakeonlan: 00:00:5E:00:53:01\n",
  "nodes/x0/config": "#switched off to save power\n",
};
