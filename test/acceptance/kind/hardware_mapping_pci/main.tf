resource "proxmox_hardware_mapping_pci" "it" {
  name             = "gpu"
  comment          = var.step == 1 ? "one" : "two"
  mediated_devices = var.step == 1 ? false : true
  map              = [{ node = "pve1", id = "10de:26b9", path = "0000:41:00.0", iommu_group = 14, subsystem_id = "10de:1851" }]
}
