import { block, uuidOf } from "./text";

/** The virtual machines of the homelab, as they lie in `/etc/pve/qemu-server`. */
export const machines: Readonly<Record<number, string>> = {
  100: block(`
    #### OPNsense
    #
    #WAN is on **vmbr1** (modem), LAN on vmbr0.
    #Web%3A https%3A//192.168.1.1
    agent: 1
    balloon: 0
    boot: order=scsi0
    cores: 2
    cpu: host
    memory: 4096
    meta: creation-qemu=9.0.2,ctime=1731847210
    name: opnsense
    net0: virtio=BC:24:11:4A:7E:01,bridge=vmbr1,queues=2
    net1: virtio=BC:24:11:4A:7E:02,bridge=vmbr0,queues=2
    numa: 0
    onboot: 1
    ostype: other
    scsi0: local-zfs:vm-100-disk-0,discard=on,iothread=1,size=32G,ssd=1
    scsihw: virtio-scsi-single
    serial0: socket
    smbios1: uuid=6c0f3c2e-5d0f-4b57-9a65-0d1d8f0c1f11
    sockets: 1
    startup: order=1,up=60
    tags: infra
    vmgenid: 0b6ad0a3-6c5f-43b0-8b43-2a4d8dca8fb6
  `),
  101: block(`
    #### Home Assistant OS
    #
    #- Zigbee%3A Sonoff dongle (usb0)
    #- backups go to the NAS every night
    agent: 1
    bios: ovmf
    boot: order=scsi0
    cores: 2
    cpu: x86-64-v2-AES
    efidisk0: local-zfs:vm-101-disk-0,efitype=4m,size=1M
    localtime: 1
    machine: q35
    memory: 4096
    meta: creation-qemu=9.0.2,ctime=1732101884
    name: homeassistant
    net0: virtio=BC:24:11:1F:93:C8,bridge=vmbr0,tag=50
    numa: 0
    onboot: 1
    ostype: l26
    scsi0: local-zfs:vm-101-disk-1,cache=writethrough,discard=on,size=64G,ssd=1
    scsihw: virtio-scsi-pci
    smbios1: uuid=4f8f7a63-0f37-4d02-9b5a-5b1a6a0f7e60
    sockets: 1
    startup: order=4
    tags: home;iot
    usb0: host=10c4:ea60
    vmgenid: 3b5be3f7-7c6d-4dfb-b1ba-8fe4fd1a4c8e

    [PENDING]
    memory: 6144
  `),
  102: block(`
    #### TrueNAS
    #
    #The HBA goes through to the guest%3B the pool is **not** visible on the host.
    agent: 1
    balloon: 0
    bios: ovmf
    boot: order=scsi0
    cores: 4
    cpu: host
    efidisk0: local-zfs:vm-102-disk-0,efitype=4m,size=1M
    hostpci0: 0000:03:00,pcie=1,rombar=0
    machine: q35
    memory: 16384
    meta: creation-qemu=9.0.2,ctime=1731850022
    name: truenas
    net0: virtio=BC:24:11:77:0D:5B,bridge=vmbr0,mtu=1,queues=4
    numa: 0
    onboot: 1
    ostype: l26
    protection: 1
    scsi0: local-zfs:vm-102-disk-1,discard=on,iothread=1,size=32G,ssd=1
    scsihw: virtio-scsi-single
    smbios1: uuid=0cb8d2cf-91b2-4a0d-a3d5-2f26f7c0ac3d
    sockets: 1
    startup: order=2,up=120,down=180
    tags: infra;storage
    vmgenid: 9f9dbf0b-b1f4-4a54-8d5e-4ad2d7b6f5a3
  `),
  103: block(`
    #Tax software and the label printer. Start when needed.
    agent: 1,fstrim_cloned_disks=1
    audio0: device=ich9-intel-hda,driver=spice
    bios: ovmf
    boot: order=scsi0;ide2
    cores: 6
    cpu: host
    efidisk0: local-zfs:vm-103-disk-0,efitype=4m,ms-cert=2023,pre-enrolled-keys=1,size=1M
    ide0: local:iso/virtio-win-0.1.271.iso,media=cdrom,size=692846K
    ide2: none,media=cdrom
    machine: pc-q35-10.0
    memory: 12288
    meta: creation-qemu=10.0.2,ctime=1752140077
    name: win11
    net0: virtio=BC:24:11:E0:42:9D,bridge=vmbr0,firewall=1,tag=20
    numa: 0
    ostype: win11
    scsi0: local-zfs:vm-103-disk-1,cache=writeback,discard=on,iothread=1,size=128G,ssd=1
    scsihw: virtio-scsi-single
    smbios1: uuid=1ad1f9a4-2c36-4d05-9f3e-8d2b6c3e7a52
    sockets: 1
    tags: desktop
    tpmstate0: local-zfs:vm-103-disk-2,size=4M,version=v2.0
    vga: virtio,memory=64
    vmgenid: 5d0b3c1a-7c39-4a33-8d0a-df8d1e6b8c10
  `),
  110: k3s({ vmId: 110, name: "k3s-server-1", memory: 4096, cores: 2, mac: "BC:24:11:30:11:0A", ctime: 1752241100 }),
  111: k3s({ vmId: 111, name: "k3s-agent-1", memory: 8192, cores: 4, mac: "BC:24:11:30:11:0B", ctime: 1752241180 }),
  112: withSnapshot(k3s({ vmId: 112, name: "k3s-agent-2", memory: 8192, cores: 4, mac: "BC:24:11:30:11:0C", ctime: 1752241240 })),
  120: block(`
    #docker compose things that do not deserve a machine of their own
    agent: 1
    boot: order=scsi0;ide2;net0
    cores: 4
    cpu: x86-64-v2-AES
    ide2: none,media=cdrom
    memory: 8192
    meta: creation-qemu=8.1.5,ctime=1709991822
    name: docker
    net0: virtio=BC:24:11:6B:5F:20,bridge=vmbr0,firewall=1,tag=20
    numa: 0
    onboot: 1
    ostype: l26
    scsi0: local-zfs:vm-120-disk-0,discard=on,iothread=1,size=80G
    scsi1: tank:vm-120-disk-0,backup=0,discard=on,iothread=1,size=500G
    scsihw: virtio-scsi-single
    smbios1: uuid=d63f1f9e-7bf1-4d3b-94f4-f86b50b4a0c7
    sockets: 1
    vmgenid: 7a7b6a6f-8b57-4b0e-b75c-0f0d4c9f5c9b
  `),
  9000: block(`
    #Debian 13 cloud image, qemu-guest-agent added with virt-customize
    agent: 1
    boot: order=scsi0
    ciuser: mira
    cores: 2
    cpu: x86-64-v2-AES
    ide2: local-zfs:vm-9000-cloudinit,media=cdrom
    ipconfig0: ip=dhcp
    memory: 2048
    meta: creation-qemu=10.0.2,ctime=1752240500
    name: debian-13-cloud
    net0: virtio=BC:24:11:90:00:01,bridge=vmbr0
    numa: 0
    ostype: l26
    scsi0: local-zfs:base-9000-disk-0,discard=on,iothread=1,size=3G,ssd=1
    scsihw: virtio-scsi-single
    serial0: socket
    smbios1: uuid=f3b1c2d4-58b0-4e0f-9a2b-64b9a6d0c4e1
    sockets: 1
    sshkeys: ssh-ed25519%20AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmEtbm90LWEtcmVhbC1rZXktMDAwMDAwMDAwMDAw%20mira%40laptop
    tags: template
    template: 1
    vga: serial0
    vmgenid: 1b8f2b53-66f2-4c26-9f7e-0d6b5e7a2e90
  `),
};

interface Member {
  readonly vmId: number;
  readonly name: string;
  readonly memory: number;
  readonly cores: number;
  readonly mac: string;
  readonly ctime: number;
}

/** The three of the k3s cluster are linked clones of 9000 and differ by what a clone must differ. */
function k3s({ vmId, name, memory, cores, mac, ctime }: Member): string {
  return block(`
    #linked clone of 9000, set up by ansible (roles/k3s)
    agent: 1
    boot: order=scsi0
    cicustom: vendor=local:snippets/k3s-vendor.yaml
    ciuser: mira
    cores: ${cores}
    cpu: x86-64-v2-AES
    ide2: local-zfs:vm-${vmId}-cloudinit,media=cdrom,size=4M
    ipconfig0: ip=192.168.30.${vmId - 99}/24,gw=192.168.30.1
    memory: ${memory}
    meta: creation-qemu=10.0.2,ctime=${ctime}
    name: ${name}
    nameserver: 192.168.20.53
    net0: virtio=${mac},bridge=vmbr0,tag=30
    numa: 0
    onboot: 1
    ostype: l26
    scsi0: local-zfs:base-9000-disk-0/vm-${vmId}-disk-0,discard=on,iothread=1,size=40G,ssd=1
    scsihw: virtio-scsi-single
    searchdomain: lab.example.net
    serial0: socket
    smbios1: uuid=${uuidOf(vmId, "smbios")}
    sockets: 1
    sshkeys: ssh-ed25519%20AAAAC3NzaC1lZDI1NTE5AAAAIG1pcmEtbm90LWEtcmVhbC1rZXktMDAwMDAwMDAwMDAw%20mira%40laptop
    startup: order=5
    tags: k3s;lab
    vga: serial0
    vmgenid: ${uuidOf(vmId, "generation")}
  `);
}

/** A snapshot repeats the configuration of its day; what is in force names it as its parent. */
function withSnapshot(text: string): string {
  const current = text.replace("\nscsi0:", "\nparent: before-1-34\nscsi0:");
  const then = text.replace(/^#.*\n/, "#k3s 1.33, all well\n").replace("\nsockets:", "\nsnaptime: 1790012345\nsockets:");
  return `${current}\n[before-1-34]\n${then}`;
}
