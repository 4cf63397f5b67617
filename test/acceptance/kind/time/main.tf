resource "proxmox_virtual_environment_time" "it" {
  node_name = "pve1"
  time_zone = var.step == 1 ? "Europe/Vienna" : "UTC"
}
