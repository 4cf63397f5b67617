resource "proxmox_sdn_zone_vxlan" "it" {
  id    = "vx"
  peers = ["192.0.2.11", "192.0.2.12"]
  mtu   = var.step == 1 ? 1450 : 1400
}
