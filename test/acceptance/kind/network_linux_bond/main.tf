resource "proxmox_network_linux_bond" "it" {
  node_name    = "pve1"
  name         = "bond0"
  slaves       = ["eno3", "eno4"]
  bond_mode    = "active-backup"
  bond_primary = "eno3"
  comment      = var.step == 1 ? "one" : "two"
  autostart    = true
}
