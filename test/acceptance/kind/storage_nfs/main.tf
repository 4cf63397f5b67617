resource "proxmox_storage_nfs" "it" {
  id      = "nas"
  server  = "192.0.2.50"
  export  = "/volume1/pve"
  content = ["images", "iso"]
  options = "vers=4.2"
  nodes   = var.step == 1 ? ["pve1"] : ["pve1", "pve2"]
}
