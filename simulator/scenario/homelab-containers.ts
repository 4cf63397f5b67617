import { block } from "./text";

/** The containers of the homelab, as they lie in `/etc/pve/lxc`. */
export const containers: Readonly<Record<number, string>> = {
  200: block(`
    #DNS for the whole house.%0AAdmin%3A http%3A//192.168.20.53%3A3000
    arch: amd64
    cores: 1
    features: nesting=1
    hostname: adguard
    memory: 512
    nameserver: 9.9.9.9
    net0: name=eth0,bridge=vmbr0,firewall=1,gw=192.168.20.1,hwaddr=BC:24:11:52:0B:35,ip=192.168.20.53/24,ip6=auto,tag=20,type=veth
    onboot: 1
    ostype: debian
    rootfs: local-zfs:subvol-200-disk-0,size=4G
    startup: order=3,up=15
    swap: 0
    tags: infra
    unprivileged: 1
  `),
  201: block(`
    #reverse proxy, certificates by DNS challenge
    arch: amd64
    cores: 1
    features: nesting=1
    hostname: caddy
    memory: 512
    nameserver: 192.168.20.53
    net0: name=eth0,bridge=vmbr0,firewall=1,gw=192.168.20.1,hwaddr=BC:24:11:52:0B:50,ip=192.168.20.80/24,tag=20,type=veth
    onboot: 1
    ostype: debian
    rootfs: local-zfs:subvol-201-disk-0,size=8G
    startup: order=6
    swap: 512
    tags: infra;web
    unprivileged: 1
  `),
  202: block(`
    #### PostgreSQL 17
    #
    #| database | used by |
    #|---|---|
    #| nextcloud | docker |
    #| ha | homeassistant |
    arch: amd64
    cores: 2
    cpuunits: 200
    features: nesting=1
    hostname: postgres
    memory: 4096
    mp0: tank:subvol-202-disk-0,mp=/var/lib/postgresql,backup=1,mountoptions=noatime,size=64G
    net0: name=eth0,bridge=vmbr0,firewall=1,gw=192.168.20.1,hwaddr=BC:24:11:52:0B:32,ip=192.168.20.32/24,tag=20,type=veth
    onboot: 1
    ostype: debian
    protection: 1
    rootfs: local-zfs:subvol-202-disk-0,size=8G
    startup: order=3
    swap: 512
    tags: db;infra
    unprivileged: 1
  `),
  203: block(`
    #Hardware transcoding on the iGPU. The media comes from the NAS by bind mount.
    arch: amd64
    cores: 4
    dev0: /dev/dri/renderD128,gid=992
    features: keyctl=1,nesting=1
    hostname: jellyfin
    memory: 4096
    mp0: /mnt/pve/media,mp=/media,ro=1
    mp1: tank:subvol-203-disk-0,mp=/var/cache/jellyfin,size=50G
    net0: name=eth0,bridge=vmbr0,firewall=1,hwaddr=BC:24:11:52:0B:96,ip=dhcp,ip6=dhcp,tag=20,type=veth
    onboot: 1
    ostype: ubuntu
    rootfs: local-zfs:subvol-203-disk-0,size=20G
    swap: 512
    tags: media
    unprivileged: 1
    lxc.cgroup2.devices.allow: c 226:0 rwm
    lxc.mount.entry: /dev/dri/card0 dev/dri/card0 none bind,optional,create=file
  `),
  204: block(`
    arch: amd64
    cores: 1
    hostname: mosquitto
    memory: 256
    net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:52:0B:18,ip=dhcp,tag=50,type=veth
    onboot: 1
    ostype: alpine
    rootfs: local-zfs:subvol-204-disk-0,size=1G
    swap: 0
    tags: iot
    unprivileged: 1
  `),
  9010: block(`
    #base for new containers%3A users, ssh, unattended-upgrades
    arch: amd64
    cores: 1
    features: nesting=1
    hostname: debian-base
    memory: 512
    net0: name=eth0,bridge=vmbr0,firewall=1,hwaddr=BC:24:11:52:90:10,ip=dhcp,tag=20,type=veth
    ostype: debian
    rootfs: local-zfs:basevol-9010-disk-0,size=4G
    swap: 512
    tags: template
    template: 1
    unprivileged: 1
  `),
};
