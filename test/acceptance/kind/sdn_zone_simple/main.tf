resource "proxmox_sdn_zone_simple" "it" {
  id   = "lab"
  mtu  = var.step == 1 ? 1450 : 1400
  ipam = "pve"
}
