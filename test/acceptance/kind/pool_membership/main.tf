resource "proxmox_virtual_environment_pool" "it" {
  pool_id = "team"
  comment = var.step == 1 ? "one" : "two"
}
resource "proxmox_pool_membership" "vm" {
  pool_id = proxmox_virtual_environment_pool.it.pool_id
  vm_id   = 100
}
resource "proxmox_pool_membership" "store" {
  pool_id    = proxmox_virtual_environment_pool.it.pool_id
  storage_id = "local"
}
