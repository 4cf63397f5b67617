resource "proxmox_virtual_environment_group" "it" {
  group_id = "ops"
  comment  = var.step == 1 ? "one" : "two"
}
