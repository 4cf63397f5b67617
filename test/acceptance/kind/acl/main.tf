resource "proxmox_virtual_environment_user" "it" {
  user_id = "kim@pve"
  enabled = true
}
resource "proxmox_acl" "it" {
  path      = "/vms"
  propagate = var.step == 1 ? true : false
  role_id   = "PVEAuditor"
  user_id   = proxmox_virtual_environment_user.it.user_id
}
