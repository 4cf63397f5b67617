resource "proxmox_hardware_mapping_usb" "it" {
  name    = "dongle"
  comment = var.step == 1 ? "one" : "two"
  map     = [{ node = "pve1", id = "0529:0001" }, { node = "pve2", id = "0529:0001", path = "3-1.2" }]
}
