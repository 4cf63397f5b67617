resource "proxmox_sdn_zone_vlan" "it" {
  id     = "lan"
  bridge = "vmbr0"
  mtu    = var.step == 1 ? 1500 : 1400
  nodes  = ["pve1"]
}
