resource "proxmox_haresource" "it" {
  resource_id = "vm:100"
  state       = "started"
  comment     = "kept"
  max_restart = 2
}
resource "proxmox_haresource" "other" {
  resource_id = "ct:200"
  state       = "stopped"
}
resource "proxmox_harule" "near" {
  rule      = "near"
  type      = "node-affinity"
  resources = [proxmox_haresource.it.resource_id]
  nodes     = { pve1 = var.step == 1 ? 2 : 1, pve2 = null }
  strict    = var.step == 1 ? false : true
}
resource "proxmox_harule" "apart" {
  rule      = "apart"
  type      = "resource-affinity"
  affinity  = var.step == 1 ? "positive" : "negative"
  resources = [proxmox_haresource.it.resource_id, proxmox_haresource.other.resource_id]
}
