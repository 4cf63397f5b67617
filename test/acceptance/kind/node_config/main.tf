resource "proxmox_node_config" "it" {
  node_name   = "pve1"
  description = var.step == 1 ? "rack 7" : "rack 8"
}
