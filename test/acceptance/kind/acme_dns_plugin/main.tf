resource "proxmox_acme_dns_plugin" "it" {
  plugin           = "cf"
  api              = "cf"
  validation_delay = var.step == 1 ? 30 : 60
  data             = { CF_Token = "made-up" }
}
