resource "proxmox_replication" "it" {
  id       = "100-0"
  target   = "pve2"
  type     = "local"
  schedule = var.step == 1 ? "*/15" : "daily"
  comment  = "kept twice"
}
