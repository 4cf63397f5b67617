resource "proxmox_virtual_environment_pool" "it" {
  pool_id = "team"
  comment = var.step == 1 ? "one" : "two"
}
