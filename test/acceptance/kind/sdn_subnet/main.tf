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
resource "proxmox_sdn_subnet" "it" {
  vnet       = proxmox_sdn_vnet.it.id
  cidr       = "10.9.0.0/24"
  gateway    = "10.9.0.1"
  snat       = var.step == 1 ? true : false
  dhcp_range = { start_address = "10.9.0.100", end_address = "10.9.0.149" }
}
