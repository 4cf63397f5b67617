resource "proxmox_storage_lvmthin" "it" {
  id           = "thin"
  volume_group = "pve"
  thin_pool    = "data"
  content      = ["images", "rootdir"]
  nodes        = var.step == 1 ? ["pve1"] : ["pve1", "pve2"]
}
