resource "proxmox_realm_ldap" "it" {
  realm                 = "corp"
  server1               = "ldap.example.net"
  base_dn               = "dc=example,dc=net"
  user_attr             = "uid"
  comment               = var.step == 1 ? "one" : "two"
  mode                  = "ldaps"
  verify                = true
  bind_dn               = "cn=pve,dc=example,dc=net"
  bind_password         = "made-up"
  sync_defaults_options = "scope=users"
}
