resource "proxmox_storage_lvm" "it" {
  id                   = "san"
  volume_group         = "vg_san"
  content              = ["images", "rootdir"]
  wipe_removed_volumes = true
  nodes                = var.step == 1 ? ["pve1"] : ["pve1", "pve2"]
}
