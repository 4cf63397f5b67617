resource "proxmox_virtual_environment_firewall_options" "it" {
  node_name     = "pve1"
  vm_id         = 100
  enabled       = false
  dhcp          = true
  ipfilter      = false
  log_level_in  = "info"
  log_level_out = "nolog"
  macfilter     = true
  ndp           = true
  radv          = false
  input_policy  = var.step == 1 ? "DROP" : "REJECT"
  output_policy = "ACCEPT"
}
