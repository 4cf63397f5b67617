resource "proxmox_metrics_server" "graphite" {
  name   = "graph"
  type   = "graphite"
  server = "192.0.2.90"
  port   = var.step == 1 ? 2003 : 2004
}
resource "proxmox_metrics_server" "influx" {
  name                = "influx"
  type                = "influxdb"
  server              = "192.0.2.91"
  port                = 8086
  influx_db_proto     = "https"
  influx_bucket       = "pve"
  influx_organization = var.step == 1 ? "ops" : "dev"
  influx_token        = "made-up"
}
resource "proxmox_metrics_server" "otel" {
  name                  = "otel"
  type                  = "opentelemetry"
  server                = "otel.example.net"
  port                  = 4318
  opentelemetry_timeout = var.step == 1 ? 5 : 8
}
