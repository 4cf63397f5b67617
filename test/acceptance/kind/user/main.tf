resource "proxmox_virtual_environment_user" "it" {
  user_id         = "kim@pve"
  comment         = var.step == 1 ? "one" : "two"
  email           = "kim@example.net"
  first_name      = "Kim"
  enabled         = true
  expiration_date = "2034-01-01T22:00:00Z"
  groups          = [proxmox_virtual_environment_group.it.group_id]
}
resource "proxmox_virtual_environment_group" "it" {
  group_id = "ops"
}
