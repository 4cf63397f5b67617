resource "proxmox_hardware_mapping_dir" "it" {
  name    = "shared"
  comment = var.step == 1 ? "one" : "two"
  map     = [{ node = "pve1", path = "/srv/shared" }, { node = "pve2", path = "/srv/shared" }]
}
