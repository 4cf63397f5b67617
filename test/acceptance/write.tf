# Everything that the simulator lets terraform make; the second step changes it in place.
# No disk is moved and resized at once: provider 0.111 then sends the volume from before the move, which Proxmox VE and the simulator refuse.
variable "step" {
  type    = number
  default = 1
}

provider "proxmox" {}

resource "proxmox_virtual_environment_pool" "team" {
  pool_id = "team"
  comment = "made by terraform"
}

resource "proxmox_virtual_environment_network_linux_bridge" "lab" {
  node_name = "pve1"
  name      = "vmbr7"
  address   = "198.51.100.1/24"
  comment   = "lab"
}

resource "proxmox_virtual_environment_storage_directory" "extra" {
  id      = "extra"
  path    = "/mnt/extra"
  nodes   = ["pve1"]
  content = ["images", "iso", "import"]
}

resource "proxmox_virtual_environment_download_file" "image" {
  content_type = "import"
  datastore_id = "local"
  node_name    = "pve1"
  url          = "https://cloud.debian.org/images/cloud/trixie/latest/debian-13-generic-amd64.qcow2"
  file_name    = "debian-13.qcow2"
}

resource "proxmox_virtual_environment_download_file" "template" {
  content_type = "vztmpl"
  datastore_id = "local"
  node_name    = "pve1"
  url          = "http://download.proxmox.com/images/system/debian-13-standard_13.1-2_amd64.tar.zst"
}

resource "proxmox_virtual_environment_vm" "empty" {
  node_name = "pve1"
  vm_id     = 900
  name      = "empty"
  started   = var.step == 2
  pool_id   = proxmox_virtual_environment_pool.team.pool_id
  tags      = var.step == 1 ? ["a"] : ["a", "b"]
  cpu { cores = var.step == 1 ? 1 : 2 }
  memory { dedicated = var.step == 1 ? 512 : 1024 }
  disk {
    datastore_id = var.step == 1 ? "local-lvm" : "extra"
    interface    = "scsi0"
    size         = 8
    file_format  = "raw"
  }
  network_device { bridge = var.step == 1 ? "vmbr0" : proxmox_virtual_environment_network_linux_bridge.lab.name }
  depends_on = [proxmox_virtual_environment_storage_directory.extra]
}

resource "proxmox_virtual_environment_vm" "traveller" {
  node_name = var.step == 1 ? "pve1" : "pve2"
  migrate   = true
  vm_id     = 902
  name      = "traveller"
  started   = false
  disk {
    datastore_id = "local-lvm"
    interface    = "scsi0"
    size         = 2
  }
}

resource "proxmox_virtual_environment_vm" "cloud" {
  node_name       = "pve1"
  vm_id           = 901
  name            = "cloud"
  started         = true
  on_boot         = false
  bios            = "ovmf"
  stop_on_destroy = true
  efi_disk {
    datastore_id = "local-lvm"
    type         = "4m"
  }
  disk {
    datastore_id = "local-lvm"
    interface    = "virtio0"
    import_from  = proxmox_virtual_environment_download_file.image.id
    size         = 20
  }
  network_device { bridge = "vmbr0" }
  initialization {
    datastore_id = "local-lvm"
    ip_config {
      ipv4 { address = var.step == 1 ? "dhcp" : "192.0.2.77/24" }
    }
    user_account {
      username = "ann"
      keys     = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBbYlPK3kWUuLXS1ALXtGJGEnZAQKHnsZ6nFV1l0v8tO ann@example.com"]
    }
  }
}

resource "proxmox_virtual_environment_vm" "template" {
  node_name = "pve1"
  vm_id     = 910
  name      = "template"
  template  = true
  started   = false
  disk {
    datastore_id = "local-lvm"
    interface    = "scsi0"
    size         = 4
  }
  network_device { bridge = "vmbr0" }
}

resource "proxmox_virtual_environment_vm" "clone" {
  node_name       = "pve1"
  vm_id           = 911
  name            = "clone"
  started         = true
  stop_on_destroy = true
  clone {
    vm_id = proxmox_virtual_environment_vm.template.vm_id
    full  = true
  }
  disk {
    datastore_id = "local-lvm"
    interface    = "scsi0"
    size         = var.step == 1 ? 6 : 7
  }
  network_device { bridge = "vmbr0" }
}

resource "proxmox_virtual_environment_vm" "linked" {
  node_name = "pve1"
  vm_id     = 912
  name      = "linked"
  started   = false
  clone {
    vm_id = proxmox_virtual_environment_vm.template.vm_id
    full  = false
  }
}

resource "proxmox_virtual_environment_container" "box" {
  node_name    = "pve1"
  vm_id        = 920
  started      = true
  unprivileged = true
  cpu { cores = var.step == 1 ? 1 : 2 }
  memory { dedicated = 512 }
  disk {
    datastore_id = "local-lvm"
    size         = var.step == 1 ? 4 : 6
  }
  mount_point {
    volume = "local-lvm"
    size   = "2G"
    path   = "/srv/data"
  }
  initialization {
    hostname = "box"
    ip_config {
      ipv4 { address = "dhcp" }
    }
  }
  network_interface {
    name   = "eth0"
    bridge = "vmbr0"
  }
  operating_system {
    template_file_id = proxmox_virtual_environment_download_file.template.id
    type             = "debian"
  }
}

resource "proxmox_virtual_environment_role" "operator" {
  role_id    = "operator"
  privileges = var.step == 1 ? ["VM.Audit"] : ["VM.Audit", "VM.PowerMgmt"]
}

resource "proxmox_virtual_environment_user" "ann" {
  user_id = "ann@pve"
  comment = "made by terraform"
  acl {
    path      = "/pool/${proxmox_virtual_environment_pool.team.pool_id}"
    propagate = true
    role_id   = proxmox_virtual_environment_role.operator.role_id
  }
}

resource "proxmox_virtual_environment_user_token" "robot" {
  user_id               = proxmox_virtual_environment_user.ann.user_id
  token_name            = "robot"
  privileges_separation = true
}
