resource "proxmox_virtual_environment_hosts" "it" {
  node_name = "pve1"
  entry {
    address   = "127.0.0.1"
    hostnames = ["localhost", "localhost.localdomain"]
  }
  entry {
    address   = "192.0.2.50"
    hostnames = var.step == 1 ? ["nas"] : ["nas", "nas.example.net"]
  }
}
