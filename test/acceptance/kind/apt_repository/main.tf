resource "proxmox_apt_repository" "it" {
  node      = "pve1"
  file_path = "/etc/apt/sources.list.d/debian.sources"
  index     = 1
  enabled   = var.step == 1 ? false : true
}
