resource "proxmox_virtual_environment_role" "it" {
  role_id    = "Watcher"
  privileges = var.step == 1 ? ["VM.Audit"] : ["VM.Audit", "Sys.Audit"]
}
