resource "proxmox_haresource" "it" {
  resource_id = "vm:100"
  state       = var.step == 1 ? "started" : "stopped"
  comment     = "kept"
  max_restart = 2
}
