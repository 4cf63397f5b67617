resource "proxmox_sdn_fabric_ospf" "it" {
  id        = "stor"
  area      = var.step == 1 ? "0" : "1"
  ip_prefix = "10.254.0.0/24"
}
