resource "proxmox_realm_openid" "it" {
  realm      = "sso"
  issuer_url = "https://sso.example.net"
  client_id  = "pve"
  client_key = "made-up"
  comment    = var.step == 1 ? "one" : "two"
  autocreate = true
}
