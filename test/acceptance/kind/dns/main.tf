resource "proxmox_virtual_environment_dns" "it" {
  node_name = "pve1"
  domain    = "example.net"
  servers   = var.step == 1 ? ["192.0.2.53"] : ["192.0.2.53", "192.0.2.54"]
}
