resource "proxmox_virtual_environment_cluster_firewall" "it" {
  enabled        = false
  ebtables       = true
  input_policy   = "DROP"
  output_policy  = var.step == 1 ? "ACCEPT" : "REJECT"
  forward_policy = "ACCEPT"
  log_ratelimit {
    enabled = true
    burst   = 10
    rate    = "5/second"
  }
}
