# An update in place writes, and then fails in the provider: "still indicated an unknown value for generated_encryption_key".
resource "proxmox_storage_pbs" "it" {
  id          = "pbs"
  server      = "pbs.example.net"
  datastore   = "main"
  username    = "pve@pbs"
  password    = "made-up"
  fingerprint = "0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9:0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9"
  content     = ["backup"]
  nodes       = ["pve1"]
}
