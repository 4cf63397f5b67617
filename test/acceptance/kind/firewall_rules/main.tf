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
    dport  = "80"
  }
}
resource "proxmox_virtual_environment_firewall_rules" "vm" {
  node_name = "pve1"
  vm_id     = 100
  rule {
    security_group = proxmox_virtual_environment_cluster_firewall_security_group.it.name
    iface          = "net0"
    comment        = "all"
  }
  rule {
    type    = "in"
    action  = "ACCEPT"
    comment = "ssh"
    dport   = var.step == 1 ? "22" : "2222"
    proto   = "tcp"
    source  = "192.0.2.0/24"
    log     = "info"
  }
}
resource "proxmox_virtual_environment_firewall_rules" "cluster" {
  rule {
    type    = "in"
    action  = "ACCEPT"
    macro   = "Ping"
    comment = "ping"
  }
}
resource "proxmox_virtual_environment_firewall_rules" "node" {
  node_name = "pve2"
  rule {
    type    = "out"
    action  = "DROP"
    proto   = "udp"
    dport   = var.step == 1 ? "53" : "5353"
    comment = "dns"
  }
}
