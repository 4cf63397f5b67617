import { oddGuests, type Corner } from "./odd-guest";
import { block } from "./text";

const disk = "fast:vm-ID-disk-0,size=8G";

const base = (name: string) => ({
  boot: "order=scsi0;net0",
  cores: 2,
  memory: 1024,
  name,
  net0: "virtio=MAC0,bridge=vmbr0",
  ostype: "l26",
  scsi0: disk,
  scsihw: "virtio-scsi-single",
  smbios1: "uuid=UUID",
});

const says = (settings: Corner["settings"], more: Omit<Corner, "settings"> = {}): Corner => ({ settings, ...more });
/** Nothing but what is said. */
const bare = (settings: Corner["settings"], more: Omit<Corner, "settings" | "bare"> = {}): Corner => ({ bare: true, settings, ...more });
const running = { power: "running" } as const;
const key = "ssh-ed25519%20AAAAC3NzaC1lZDI1NTE5AAAAIJ%20kim%40example.net";

/** A drive of every bus, each with all that only such a drive can say. */
const drives: Readonly<Record<string, Corner>> = {
  "bus-ide": says({ ide0: "fast:vm-ID-disk-1,cache=writethrough,model=QUANTUM,serial=IDE0,size=4G,ssd=1,wwn=0x5000c50015ea71ac", ide1: "nas:ID/vm-ID-disk-2.qcow2,size=3G", ide3: "tank:vm-ID-disk-3,model=ST3,size=2G" }),
  "bus-sata": says({ sata0: "fast:vm-ID-disk-1,discard=on,size=4G,ssd=1", sata2: "nas:ID/vm-ID-disk-2.raw,size=1T", sata5: "ceph:vm-ID-disk-3,size=5G,wwn=0x5000c50015ea71ad" }),
  "bus-scsi": says({ scsi1: "ceph:vm-ID-disk-1,iothread=1,product=Disk,queues=4,ro=1,scsiblock=0,size=4G,vendor=ACME", scsi7: "fast:vm-ID-disk-2,product=Disk_2,queues=2,size=4G,vendor=ACME", scsi30: "tank:vm-ID-disk-3,size=4G" }),
  "bus-virtio": says({ virtio0: "fast:vm-ID-disk-1,iothread=1,ro=1,size=4G", virtio15: "local:ID/vm-ID-disk-2.vmdk,size=2G", virtio2: "tank:vm-ID-disk-3,discard=on,size=4G" }),
  "bus-passthrough": says({ scsi1: "/dev/disk/by-id/ata-WDC_WD40-1,size=3726G", virtio1: "/dev/disk/by-id/nvme-Samsung_980,backup=0,size=1907729M" }),
  "disk-options": says({ scsi1: "fast:vm-ID-disk-1,aio=native,backup=0,cache=none,detect_zeroes=0,discard=on,format=raw,replicate=0,rerror=stop,serial=S-1,shared=1,size=4G,snapshot=1,ssd=1,werror=enospc" }),
  "disk-options-too": says({ scsi1: "fast:vm-ID-disk-1,aio=threads,backup=1,cache=unsafe,detect_zeroes=1,discard=ignore,replicate=1,rerror=ignore,scsiblock=1,shared=0,size=4G,snapshot=0,ssd=0,werror=report", sata1: "nas:ID/vm-ID-disk-2.qcow2,format=qcow2,media=disk,size=6G" }),
  "disk-rates": says({ scsi1: "fast:vm-ID-disk-1,iops_rd=100,iops_rd_max=200,iops_wr=300,iops_wr_max=400,mbps_rd=10,mbps_rd_max=20,mbps_wr=30,mbps_wr_max=40,size=4G", virtio0: "fast:vm-ID-disk-2,iops_rd=1,iops_rd_max=2,iops_wr=3,iops_wr_max=4,mbps_rd=1,mbps_rd_max=2,mbps_wr=3,mbps_wr_max=4,size=4G" }),
  "disk-rates-lost": says({ scsi1: "fast:vm-ID-disk-1,bps=1000,iops=100,iops_max=200,iops_max_length=2,mbps=5,mbps_max=6,size=4G,bps_max_length=2", scsi2: "fast:vm-ID-disk-2,bps=2000,iops=1,iops_max=2,iops_max_length=1,mbps=1.5,mbps_max=2.5,size=4G,bps_max_length=1" }),
  "disk-rates-lengths": says({ scsi1: "fast:vm-ID-disk-1,bps_rd=1000,bps_rd_max_length=2,bps_wr=1000,bps_wr_max_length=2,iops_rd_max_length=3,iops_wr_max_length=4,size=4G", scsi2: "fast:vm-ID-disk-2,bps_rd=1,bps_rd_length=2,bps_wr=1,bps_wr_length=2,iops_rd_length=3,iops_wr_length=4,size=4G" }),
  "disk-rate-fraction": says({ scsi1: "fast:vm-ID-disk-1,mbps_rd=150.5,mbps_wr=0.5,size=4G" }),
  "disk-sizes": says({ scsi1: "fast:vm-ID-disk-1,size=32.5G", scsi2: "fast:vm-ID-disk-2,size=528M", scsi3: "fast:vm-ID-disk-3,size=2T", scsi4: "fast:vm-ID-disk-4", scsi5: "fast:vm-ID-disk-5,size=1023M" }),
  "disk-volume-key": says({ scsi0: undefined, scsi1: "file=fast:vm-ID-disk-1,size=4G", scsi2: "volume=fast:vm-ID-disk-2,size=4G" }),
  "disk-many": says(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`scsi${at + 1}`, `fast:vm-ID-disk-${at + 1},size=1G`]))),
  "disk-serial-encoded": says({ scsi1: "fast:vm-ID-disk-1,serial=a%20b,size=4G", scsi2: "fast:vm-ID-disk-2,serial=a-serial-number-that-is-longer-than-twenty,size=4G" }),
  "disk-disabled-storage": says({ scsi1: "closed:vm-ID-disk-1,size=4G" }),
  "disk-lost-storage": says({ scsi1: "away:vm-ID-disk-1,size=4G" }),
  "disk-foreign-storage": { settings: { scsi1: "vault:vm-ID-disk-1,size=4G" } },
  "disk-of-another": says({ scsi1: "fast:vm-1000-disk-0,size=8G" }),
};

const cds: Readonly<Record<string, Corner>> = {
  "cd-ide3": says({ ide3: "local:iso/debian.iso,media=cdrom,size=600M" }),
  "cd-ide2": says({ ide2: "local:iso/debian.iso,media=cdrom,size=600M" }),
  "cd-none": says({ ide2: "none,media=cdrom", ide3: "none,media=cdrom" }),
  "cd-own": says({ ide3: "cdrom,media=cdrom" }),
  "cd-sata": says({ sata1: "local:iso/virtio.iso,media=cdrom" }),
  "cd-two": says({ ide0: "local:iso/virtio.iso,media=cdrom", ide2: "local:iso/debian.iso,media=cdrom" }),
  "cd-old-name": says({ cdrom: "local:iso/debian.iso,media=cdrom" }),
  "cd-device": says({ ide2: "/dev/sr0,media=cdrom" }),
  "cd-cloud-init-on-ide3": says({ ide3: "fast:vm-ID-cloudinit,media=cdrom" }),
};

const starting: Readonly<Record<string, Corner>> = {
  "boot-letters": says({ boot: "cdn", bootdisk: "scsi0" }),
  "boot-letter": says({ boot: "c", bootdisk: "virtio0", scsi0: undefined, virtio0: disk }),
  "boot-legacy": says({ boot: "legacy=n" }),
  "boot-nothing": says({ boot: undefined }),
  "boot-empty": says({ boot: "," }),
  "boot-many": says({ boot: "order=ide2;scsi0;net0;usb0;hostpci0", ide2: "none,media=cdrom", usb0: "host=1-2", hostpci0: "0000:03:00.0" }),
  "startup-bare": says({ startup: "2" }),
  "startup-whole": says({ startup: "order=1,up=60,down=30", onboot: 1, autostart: 1 }),
  "startup-part": says({ startup: "up=5,down=6", onboot: 0, autostart: 0 }),
  "firmware": says({ bios: "ovmf", efidisk0: "fast:vm-ID-disk-9,efitype=4m,ms-cert=2023,pre-enrolled-keys=1,size=4M", tpmstate0: "fast:vm-ID-disk-8,size=4M,version=v2.0", machine: "q35" }),
  "firmware-old": says({ bios: "ovmf", efidisk0: "fast:vm-ID-disk-9,size=128K", tpmstate0: "tank:vm-ID-disk-8,size=4M" }),
  "firmware-raw": says({ bios: "ovmf", efidisk0: "fast:vm-ID-disk-9,efitype=2m,format=raw,ms-cert=2011", tpmstate0: "tank:vm-ID-disk-8,format=raw,version=v1.2" }),
  "firmware-file": says({ bios: "ovmf", efidisk0: "nas:ID/vm-ID-disk-9.qcow2,efitype=4m,pre-enrolled-keys=0,size=528K", tpmstate0: "nas:ID/vm-ID-disk-8.raw,format=raw,size=4M,version=v2.0" }),
  "firmware-unread": says({ bios: "ovmf", efidisk0: "local-lvm:vm-ID-disk-9,format=raw,size=4M", tpmstate0: "local-lvm:vm-ID-disk-8,size=4M,version=v2.0" }),
  "firmware-seabios": says({ bios: "seabios" }),
  "machine-version": says({ machine: "pc-i440fx-9.2+pve1", runningmachine: "pc-i440fx-9.2+pve1,enable-s3=1,enable-s4=1" }),
  "machine-viommu": says({ machine: "q35,viommu=intel" }),
  "machine-version-viommu": says({ machine: "pc-q35-9.2,viommu=virtio,aw-bits=48,enable-s3=1,enable-s4=0" }),
  "machine-key": says({ machine: "type=q35,aw-bits=39,enable-s3=0,enable-s4=1", runningmachine: "type=pc-q35-9.2,viommu=intel,aw-bits=39" }),
  "machine-running": says({ runningmachine: "pc-q35-9.2,viommu=virtio,aw-bits=48,enable-s3=0,enable-s4=0", vmgenid: "UUID" }),
};

const processors: Readonly<Record<string, Corner>> = {
  "cpu-host": says({ cpu: "host", numa: 1, sockets: 2, vcpus: 3, cpulimit: 2.5, cpuunits: 2048, affinity: "0-3,7", arch: "x86_64" }),
  "cpu-everything": says({ cpu: "cputype=host,flags=+aes;-pcid,guest-phys-bits=40,hidden=1,hv-vendor-id=proxmox,level=30,phys-bits=host", vcpus: 1 }),
  "cpu-custom": says({ cpu: "custom-mine,flags=+md-clear,guest-phys-bits=39,hidden=0,hv-vendor-id=none,level=13,phys-bits=40", cpulimit: 1 }),
  "cpu-too-new": says({ cpu: "EPYC-Turin" }),
  "cpu-key-absent": says({ cores: undefined, sockets: 4, cpuunits: 100, arch: "x86_64" }),
  "cpu-numa-alone": says({ cores: 1, numa: 1 }),
  "cpu-affinity-alone": says({ cores: 1, affinity: "0" }),
  "cpu-smp": says({ cores: undefined, smp: 2 }),
  "cpu-smp-too": says({ smp: 4, sockets: 1 }),
  "memory-key-absent": says({ memory: undefined, balloon: 512, shares: 500 }),
  "memory-old-spelling": says({ memory: "current=2048" }),
  "memory-named": says({ memory: "current=4096", balloon: 0 }),
  "memory-huge": says({ numa: 1, hugepages: "1024", keephugepages: 1, memory: 4096, shares: 2000 }),
  "memory-huge-kept": says({ numa: 1, hugepages: "any", keephugepages: 0, memory: 4096 }),
  "memory-huge-alone": says({ hugepages: "2", memory: 4096 }),
  "memory-shared": says({ ivshmem: "size=32,name=shm", memory: 512 }),
  "memory-shared-too": says({ ivshmem: "size=1,name=lookingglass", memory: 512, balloon: 256 }),
  "numa-nodes": says({ numa: 1, sockets: 2, memory: 4096, numa0: "cpus=0-1,hostnodes=0,memory=2048,policy=bind", numa1: "cpus=2-3,hostnodes=1,memory=2048,policy=interleave" }),
  "numa-no-policy": says({ numa: 1, numa0: "cpus=0;1,hostnodes=0,memory=1024" }),
  "numa-no-host": says({ numa: 1, numa0: "cpus=0-1,memory=1024", numa3: "cpus=2,hostnodes=0-1,memory=512,policy=preferred" }),
  "sev": says({ "amd-sev": "snp,allow-smt=0,kernel-hashes=1,no-debug=1,no-key-sharing=1", bios: "ovmf" }),
  "sev-plain": says({ "amd-sev": "type=std,allow-smt=1,kernel-hashes=0,no-debug=0,no-key-sharing=0" }),
  "tdx": says({ "intel-tdx": "tdx,attestation=1,vsock-cid=3,vsock-port=4050" }),
  "tdx-plain": says({ "intel-tdx": "type=tdx,attestation=0,vsock-cid=2,vsock-port=1" }),
};

const cards: Readonly<Record<string, Corner>> = {
  "net-everything": says({ net0: "virtio=MAC0,bridge=vmbr0,firewall=1,link_down=1,mtu=1400,queues=4,rate=12.5,tag=20,trunks=10;20;30" }),
  "net-again": says({ net0: "e1000e=MAC0,bridge=vmbr1,firewall=0,link_down=0,mtu=1,queues=2,rate=100,tag=4094,trunks=5" }),
  "net-range": says({ net0: "virtio=MAC0,bridge=vmbr0,trunks=10;20;30-33" }),
  "net-models": says({ net0: "e1000=MAC0,bridge=vmbr0", net1: "rtl8139=MAC1,bridge=vmbr0", net2: "vmxnet3=MAC2,bridge=vmbr0" }),
  "net-old-model": says({ net0: "ne2k_pci=MAC0,bridge=vmbr0", net1: "virtio=MAC1,bridge=vmbr0" }),
  "net-named": says({ net0: "model=virtio,macaddr=MAC0,bridge=vmbr0", net1: "virtio,macaddr=MAC1,bridge=vmbr0" }),
  "net-no-bridge": says({ net0: "virtio=MAC0" }),
  "net-none": says({ net0: undefined, boot: "order=scsi0" }),
  "net-holes": says({ net0: undefined, net2: "virtio=MAC2,bridge=vmbr0", net5: "e1000=MAC5,bridge=vmbr1" }),
  "net-tunnel": says({ net0: "virtio=MAC0,bridge=vmbr0,host-tunnel=1" }),
  "net-tunnel-too": says({ net0: "virtio=MAC0,bridge=vmbr0", net1: "virtio=MAC1,bridge=vmbr0,host-tunnel=0" }),
  "net-lower-case": says({ net0: "virtio=bc:24:11:aa:bb:0c,bridge=vmbr0" }),
};

const cloudInit: Readonly<Record<string, Corner>> = {
  "cloud-whole": says({
    ide2: "fast:vm-ID-cloudinit,media=cdrom,size=4M", cicustom: "user=local:snippets/user.yaml,vendor=local:snippets/vendor.yaml,network=local:snippets/network.yaml,meta=local:snippets/meta.yaml",
    cipassword: "$5$secret$hash", citype: "nocloud", ciupgrade: 0, ciuser: "kim", ipconfig0: "gw=10.0.0.1,gw6=fd00::1,ip=10.0.0.5/24,ip6=fd00::5/64", nameserver: "10.0.0.1 fd00::1", searchdomain: "example.net", sshkeys: key,
  }),
  "cloud-again": says({ scsi1: "nas:ID/vm-ID-cloudinit.qcow2,media=cdrom", citype: "configdrive2", ciupgrade: 1, ciuser: "root", ipconfig0: "ip=dhcp,ip6=auto", sshkeys: `${key}%0A${key}` }),
  "cloud-holes": says({ ide0: "fast:vm-ID-cloudinit,media=cdrom", ipconfig0: "ip=dhcp", ipconfig3: "gw=10.3.0.1,gw6=fd03::1,ip=10.3.0.5/24,ip6=fd03::5/64", net3: "virtio=MAC3,bridge=vmbr0" }),
  "cloud-many": says({ ide2: "fast:vm-ID-cloudinit,media=cdrom", ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`ipconfig${at}`, `ip=10.${at}.0.5/24`])) }),
  "cloud-no-drive": says({ ciuser: "kim", cipassword: "$5$secret$hash" }),
  "cloud-servers": says({ ide2: "fast:vm-ID-cloudinit,media=cdrom", nameserver: "10.0.0.1,10.0.0.2", searchdomain: "example.net" }),
  "cloud-custom": says({ sata3: "tank:vm-ID-cloudinit,format=raw,media=cdrom", cicustom: "meta=local:snippets/meta.yaml,user=local:snippets/user.yaml,vendor=local:snippets/vendor.yaml,network=local:snippets/network.yaml" }),
  "cloud-nebula": says({ ide2: "fast:vm-ID-cloudinit,media=cdrom", citype: "opennebula" }),
};

const devices: Readonly<Record<string, Corner>> = {
  "pci": says({ machine: "q35", hostpci0: "0000:01:00.0;0000:01:00.1,pcie=1,rombar=0,romfile=vbios.bin,x-vga=1", hostpci1: "mapping=gpu,mdev=nvidia-63,pcie=1" }),
  "pci-holes": says({ hostpci0: "01:00", hostpci3: "0000:02:00.0,mdev=i915-GVTg_V5_4,romfile=x.rom,x-vga=0", hostpci15: "mapping=nic,rombar=1" }),
  "pci-ids": says({ hostpci0: "0000:01:00.0,device-id=0x1234,driver=keep,legacy-igd=1,sub-device-id=0x1234,sub-vendor-id=0x1234,vendor-id=0x1234", hostpci1: "host=0000:02:00.0,device-id=0xabcd,driver=vfio,legacy-igd=0,sub-device-id=0x1,sub-vendor-id=0x2,vendor-id=0x3".replace(/=0x(\d)\b/g, "=0x000$1") }),
  "usb": says({ usb0: "host=046d:c52b,usb3=1", usb1: "spice", usb2: "mapping=stick", usb3: "host=1-2.3,usb3=0" }),
  "usb-holes": says({ usb1: "mapping=stick,usb3=1", usb3: "host=0x10c4:0xea60", usb7: "spice", usb13: "host=2-1" }),
  "virtiofs": says({ virtiofs0: "share,cache=always,direct-io=1,expose-acl=1", virtiofs3: "dirid=data,cache=never,direct-io=0,expose-xattr=1" }),
  "virtiofs-refused": says({ virtiofs0: "share,expose-acl=1,expose-xattr=0" }),
  "virtiofs-many": says(Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`virtiofs${at}`, `share${at}`]))),
  "serial": says({ serial0: "socket", serial1: "/dev/ttyS1", vga: "serial0", parallel0: "/dev/parport0" }),
  "serial-holes": says({ serial1: "socket", serial3: "/dev/ttyUSB0", parallel1: "/dev/usb/lp0", parallel2: "/dev/parport2" }),
  "display": says({ vga: "virtio,clipboard=vnc,memory=64", audio0: "device=ich9-intel-hda,driver=spice", spice_enhancements: "foldersharing=1,videostreaming=all" }),
  "display-again": says({ vga: "type=qxl,clipboard=vnc,memory=32", audio0: "device=AC97,driver=none", spice_enhancements: "foldersharing=0,videostreaming=filter" }),
  "display-memory": says({ vga: "memory=128", audio0: "device=intel-hda" }),
  "random": says({ rng0: "/dev/urandom,max_bytes=1024,period=1000", watchdog: "i6300esb,action=reset" }),
  "random-again": says({ rng0: "source=/dev/hwrng,max_bytes=0,period=500", watchdog: "model=ib700,action=none" }),
  "smbios": says({ smbios1: "base64=1,family=RmFtaWx5,manufacturer=QWNtZSBJbmMu,product=Ym94,serial=MQ==,sku=c2t1,uuid=UUID,version=Mg==" }),
  "smbios-again": says({ smbios1: "base64=1,family=RmFtaWx5,manufacturer=QWNtZQ==,product=Ym94,serial=Mg==,sku=c2t1,version=Mw==" }),
  "smbios-plain-text": says({ smbios1: "manufacturer=Acmee,uuid=UUID" }),
};

const others: Readonly<Record<string, Corner>> = {
  "bare": bare({}),
  "named": bare({ name: "only-a-name" }),
  "options": says({ acpi: 0, tablet: 0, keyboard: "de", hotplug: "disk,network,usb,memory,cpu", args: "-device edu", hookscript: "local:snippets/hook.pl", protection: 1, "allow-ksm": 0, freeze: 1, kvm: 0, localtime: 1, reboot: 0, tdf: 1, startdate: "now", vmstatestorage: "fast", migrate_speed: 100, ostype: "win11" }),
  "options-again": says({ acpi: 1, tablet: 1, keyboard: "en-us", hotplug: "0", args: "-no-hpet -cpu host,+x", hookscript: "local:snippets/other.pl", protection: 0, "allow-ksm": 1, freeze: 0, kvm: 1, localtime: 0, reboot: 1, tdf: 0, startdate: "2026-01-01T00:00:00", vmstatestorage: "tank", migrate_speed: 0, ostype: "other" }),
  "hotplug-cloud-init": says({ hotplug: "disk,network,cloudinit", tags: "a,b;c d" }),
  "hotplug-all": says({ hotplug: 1, tags: "zeta;alpha" }),
  "downtime": says({ migrate_downtime: "0.1" }),
  "downtime-whole": says({ migrate_downtime: "2" }),
  "no-type": says({ ostype: undefined, scsihw: undefined }),
  "controllers": says({ scsihw: "lsi", vmgenid: "1" }),
  "made-by": says({ meta: "creation-qemu=9.2.0,ctime=1700000000" }),
  "made-by-again": says({ meta: "ctime=1700000001,creation-qemu=8.1.5" }),
  "notes": says({}, { notes: "# A heading\n\nTwo lines, *one* `${interpolation}` and %{ directive }.\n\n- ümläut é 漢字" }),
  "notes-blank": says({}, { notes: "  leading and trailing  \n" }),
  "notes-cr": says({}, { notes: "one\r\ntwo\r\n" }),
  "unused": says({ unused0: "fast:vm-ID-disk-7", unused3: "tank:vm-ID-disk-8" }),
  "agent-answers": says({ agent: "1,fstrim_cloned_disks=1,type=isa,freeze-fs=0" }, { facts: running }),
  "agent-old-names": says({ agent: "enabled=1,freeze-fs-on-backup=0,fstrim_cloned_disks=0,type=virtio" }, { facts: running }),
  "agent-off": says({ agent: "0,guest-fsfreeze=0" }, { facts: running }),
  "agent-silent": says({ agent: "enabled=1,fstrim_cloned_disks=1" }, { facts: { power: "running", addresses: "silent" } }),
  "agent-asleep": says({ agent: 1 }, { facts: { power: "paused" } }),
  "agent-alone": says({ agent: 1 }, { facts: { power: "running", addresses: { lo: ["127.0.0.1/8"], net0: ["169.254.7.7/16", "fe80::1/64"] } } }),
  "agent-silent-and-stopped": says({ agent: 1 }, { facts: { power: "stopped", addresses: "silent" } }),
  "locked": says({ lock: "backup" }),
  "locked-snapshot": says({ lock: "snapshot-delete" }),
  "template": says({ template: 1, protection: 1, scsi0: "tank:base-ID-disk-0,size=8G" }),
  "template-cloud": says({ template: 1, agent: 1, ide2: "fast:vm-ID-cloudinit,media=cdrom", scsi0: "nas:ID/base-ID-disk-0.qcow2,size=8G", onboot: 1 }),
};

// Their numbers are named in the clones below.
const templates: Readonly<Record<string, Corner>> = { "golden": says({ template: 1, scsi0: "tank:base-ID-disk-0,size=8G" }), "golden-file": says({ template: 1, scsi0: "nas:ID/base-ID-disk-0.qcow2,size=8G" }) };
const firstTemplate = 1900;

const clones: Readonly<Record<string, Corner>> = {
  "clone-linked": says({ scsi0: `tank:base-${firstTemplate}-disk-0/vm-ID-disk-0,size=8G` }),
  "clone-linked-file": says({ scsi0: `nas:${firstTemplate + 1}/base-${firstTemplate + 1}-disk-0.qcow2/ID/vm-ID-disk-0.qcow2,size=8G` }),
  "clone-full": says({ scsi0: "tank:vm-ID-disk-0,size=16G" }),
};

const histories: Readonly<Record<string, Corner>> = {
  "pending": says({}, { sections: block(`
    [PENDING]
    cores: 4
    delete: tablet,!keyboard
    memory: 2048
  `) }),
  "pending-agent": says({ agent: 1 }, { facts: { power: "running", addresses: "silent" }, sections: block(`
    [PENDING]
    agent: 0
    net1: virtio=MAC1,bridge=vmbr0
  `) }),
  "snapshots": says({ parent: "after", "running-nets-host-mtu": "net0=1500" }, { sections: block(`
    [before]
    #Before the upgrade.
    cores: 1
    memory: 512
    name: snapshots
    parent: first
    running-nets-host-mtu: net0=1500
    runningcpu: kvm64,enforce
    runningmachine: pc-i440fx-9.2+pve1
    scsi0: fast:vm-ID-disk-0,size=8G
    snaptime: 1700000000
    vmstate: fast:vm-ID-state-before

    [after]
    cores: 2
    memory: 512
    name: snapshots
    parent: before
    runningcpu: kvm64,enforce
    runningmachine: pc-i440fx-9.2+pve1
    scsi0: fast:vm-ID-disk-0,size=8G
    snaptime: 1700000100
    vmstate: fast:vm-ID-state-after
  `) }),
};

/** The virtual machines of the odd corners. */
export const oddMachines = [
  ...oddGuests("qemu", 1000, { ...drives, ...cds, ...starting, ...processors, ...cards, ...cloudInit, ...devices, ...others, ...clones, ...histories }, base),
  ...oddGuests("qemu", firstTemplate, templates, base),
];
