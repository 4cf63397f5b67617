resource "proxmox_backup_job" "it" {
  id            = "nightly"
  schedule      = var.step == 1 ? "daily" : "mon..fri 02:30"
  storage       = "local"
  all           = true
  mode          = "snapshot"
  compress      = "zstd"
  enabled       = var.step == 1 ? true : false
  prune_backups = { keep-last = var.step == 1 ? "3" : "5" }
  mailto        = ["ops@example.net"]
  fleecing      = { enabled = true, storage = "local" }
}
