resource "proxmox_sdn_controller_evpn" "it" {
  id    = "evpn1"
  asn   = 65000
  peers = ["192.0.2.11", "192.0.2.12"]
}
resource "proxmox_sdn_zone_evpn" "it" {
  id                         = "ev"
  controller                 = proxmox_sdn_controller_evpn.it.id
  vrf_vxlan                  = 4000
  mtu                        = var.step == 1 ? 1450 : 1400
  advertise_subnets          = false
  disable_arp_nd_suppression = false
  exit_nodes_local_routing   = false
}
