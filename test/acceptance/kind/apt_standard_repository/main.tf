resource "proxmox_apt_standard_repository" "it" {
  node   = "pve1"
  handle = var.step == 1 ? "no-subscription" : "test"
}
