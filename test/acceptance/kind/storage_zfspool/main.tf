resource "proxmox_storage_zfspool" "it" {
  id             = "fast"
  zfs_pool       = "fast/vm"
  content        = ["images", "rootdir"]
  thin_provision = true
  nodes          = var.step == 1 ? ["pve1"] : ["pve1", "pve2"]
}
