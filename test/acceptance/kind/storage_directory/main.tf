resource "proxmox_storage_directory" "it" {
  id      = "extra"
  path    = "/mnt/extra"
  content = ["iso", "vztmpl"]
  nodes   = var.step == 1 ? ["pve1"] : ["pve1", "pve2"]
  backups {
    keep_daily = 7
  }
}
