resource "proxmox_cluster_options" "it" {
  keyboard                  = var.step == 1 ? "de" : "fr"
  language                  = "en"
  email_from                = "pve@example.net"
  max_workers               = 4
  bandwidth_limit_migration = 5000
  # Proxmox VE ends it with a new line; without one here the provider fails after having written.
  description               = "made by terraform\n"
  next_id                   = { lower = 500, upper = 999 }
  crs_ha                    = "static"
}
