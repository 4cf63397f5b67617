resource "proxmox_sdn_fabric_openfabric" "it" {
  id             = "under"
  ip_prefix      = "10.255.0.0/24"
  hello_interval = var.step == 1 ? 1 : 2
}
