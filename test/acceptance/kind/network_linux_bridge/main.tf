resource "proxmox_network_linux_bridge" "it" {
  node_name  = "pve1"
  name       = "vmbr7"
  address    = var.step == 1 ? "198.51.100.1/24" : "198.51.100.2/24"
  ports      = ["eno2"]
  vlan_aware = true
  autostart  = true
}
