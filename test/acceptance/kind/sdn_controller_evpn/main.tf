resource "proxmox_sdn_controller_evpn" "it" {
  id    = "evpn1"
  asn   = var.step == 1 ? 65000 : 65001
  peers = ["192.0.2.11", "192.0.2.12"]
}
