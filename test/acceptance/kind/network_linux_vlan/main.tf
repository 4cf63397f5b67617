resource "proxmox_network_linux_vlan" "it" {
  node_name = "pve1"
  name      = "vmbr0.20"
  comment   = var.step == 1 ? "one" : "two"
  autostart = true
}
