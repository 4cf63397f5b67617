resource "proxmox_storage_cifs" "it" {
  id       = "smb"
  server   = "files.example.net"
  share    = "pve"
  username = "svc"
  password = "made-up"
  content  = ["iso", "backup"]
  nodes    = var.step == 1 ? ["pve1"] : ["pve1", "pve2"]
  backups {
    keep_last = 3
  }
}
