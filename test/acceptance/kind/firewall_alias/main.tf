resource "proxmox_virtual_environment_firewall_alias" "it" {
  name    = "lan"
  cidr    = "192.0.2.0/24"
  comment = var.step == 1 ? "one" : "two"
}
resource "proxmox_virtual_environment_firewall_alias" "guest" {
  node_name = "pve1"
  vm_id     = 100
  name      = "db"
  cidr      = var.step == 1 ? "192.0.2.33" : "192.0.2.34"
}
