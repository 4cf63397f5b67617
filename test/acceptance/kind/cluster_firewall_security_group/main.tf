resource "proxmox_virtual_environment_cluster_firewall_security_group" "it" {
  name    = "web"
  comment = var.step == 1 ? "one" : "two"
  rule {
    type    = "in"
    action  = "ACCEPT"
    macro   = "HTTPS"
    comment = "web"
    log     = "info"
  }
  rule {
    type   = "in"
    action = "DROP"
    proto  = "tcp"
    dport  = var.step == 1 ? "80" : "8080"
  }
}
