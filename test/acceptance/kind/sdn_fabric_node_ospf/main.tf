resource "proxmox_sdn_fabric_ospf" "it" {
  id        = "stor"
  area      = "0"
  ip_prefix = "10.254.0.0/24"
}
resource "proxmox_sdn_fabric_node_ospf" "it" {
  fabric_id       = proxmox_sdn_fabric_ospf.it.id
  node_id         = "pve1"
  ip              = var.step == 1 ? "10.254.0.1" : "10.254.0.2"
  interface_names = ["eno2"]
}
