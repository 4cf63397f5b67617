resource "proxmox_sdn_fabric_openfabric" "it" {
  id             = "under"
  ip_prefix      = "10.255.0.0/24"
  hello_interval = 1
}
resource "proxmox_sdn_fabric_node_openfabric" "it" {
  fabric_id       = proxmox_sdn_fabric_openfabric.it.id
  node_id         = "pve1"
  ip              = var.step == 1 ? "10.255.0.1" : "10.255.0.2"
  interface_names = ["eno2"]
}
