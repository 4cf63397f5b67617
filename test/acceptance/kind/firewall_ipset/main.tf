resource "proxmox_virtual_environment_firewall_ipset" "it" {
  name    = "admins"
  comment = "people"
  cidr {
    name    = "192.0.2.100"
    comment = var.step == 1 ? "ada" : "bo"
  }
  cidr {
    name    = "198.51.100.0/24"
    nomatch = true
  }
}
