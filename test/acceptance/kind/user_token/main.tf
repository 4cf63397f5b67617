resource "proxmox_virtual_environment_user" "it" {
  user_id = "kim@pve"
  enabled = true
}
resource "proxmox_user_token" "it" {
  user_id               = proxmox_virtual_environment_user.it.user_id
  token_name            = "ci"
  comment               = var.step == 1 ? "one" : "two"
  privileges_separation = true
}
