resource "proxmox_sdn_zone_simple" "it" {
  id   = "lab"
  mtu  = 1450
  ipam = "pve"
}
resource "proxmox_sdn_vnet" "it" {
  id    = "labnet"
  zone  = proxmox_sdn_zone_simple.it.id
  alias = var.step == 1 ? "one" : "two"
}
