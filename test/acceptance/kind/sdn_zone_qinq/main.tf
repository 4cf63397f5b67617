resource "proxmox_sdn_zone_qinq" "it" {
  id                    = "qq"
  bridge                = "vmbr0"
  service_vlan          = 2000
  service_vlan_protocol = var.step == 1 ? "802.1ad" : "802.1q"
}
