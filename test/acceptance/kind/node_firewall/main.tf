resource "proxmox_node_firewall" "it" {
  node_name                            = "pve1"
  enabled                              = false
  log_level_in                         = var.step == 1 ? "info" : "nolog"
  log_level_out                        = "nolog"
  log_level_forward                    = "nolog"
  ndp                                  = true
  nf_conntrack_max                     = 300000
  nf_conntrack_tcp_timeout_established = 9000
  nftables                             = false
  nosmurfs                             = true
  smurf_log_level                      = "nolog"
  tcp_flags_log_level                  = "nolog"
}
