import { nameFromPath } from "../phrase";
import { configId } from "../pve-format";
import { row } from "../row";
import { count, filled } from "../shape/answer";
import { flag } from "../shape/number";
import { formatted, text, word } from "../shape/text";
import { perhaps, provided, secretRow, type ClusterTable } from "./table";
import { seconds } from "../shape/duration";

export const metricsTables: readonly ClusterTable[] = [
  {
    type: "metrics-server", terraform: "proxmox_metrics_server", construct: "MetricsServer", area: "metrics", named: "name", policy: "destroy",
    says: "A server that nodes and guests are reported to.",
    rows: [
      row("id", "name", "name", formatted(configId), { says: "Its name.", otherwise: nameFromPath, replaces: true }),
      row("type", "type", "type", word("influxdb", "graphite", "opentelemetry"), { says: "What it is.", required: true, replaces: true }),
      row("server", "server", "server", text(), { says: "Name or address.", required: true }),
      row("port", "port", "port", count(), { shareable: false, says: "Port.", required: true }),
      row("disable", "disable", "disable", flag, { says: "Keeps it from being told.", default: false, absent: false }),
      row("mtu", "mtu", "mtu", count(), { says: "Largest packet over UDP.", unit: "bytes", otherwise: "- 1500" }),
      row("timeout", "timeout", "timeout", seconds(), { says: "How long it is waited for.", unit: "seconds", otherwise: "- 1" }),
      row("path", "graphitePath", "graphite_path", filled(text()), { says: "Where values go in Graphite.", otherwise: '- "proxmox"' }),
      row("proto", "graphiteProtocol", "graphite_proto", filled(word("udp", "tcp")), { says: "How Graphite is talked to.", otherwise: '- "udp"' }),
      row("api-path-prefix", "influxApiPathPrefix", "influx_api_path_prefix", filled(text()), { says: "How paths begin.", otherwise: "- none" }),
      row("bucket", "influxBucket", "influx_bucket", filled(text()), { says: "Bucket of InfluxDB.", otherwise: "- proxmox" }),
      row("influxdbproto", "influxProtocol", "influx_db_proto", filled(word("udp", "http", "https")), { says: "How InfluxDB is talked to.", otherwise: '- "udp"' }),
      row("max-body-size", "influxMaxBodySize", "influx_max_body_size", count(), { says: "Largest request.", unit: "bytes", otherwise: "- 25000000" }),
      row("organization", "influxOrganization", "influx_organization", filled(text()), { says: "Organization of InfluxDB.", otherwise: "- proxmox" }),
      secretRow("token", "influxToken", "influx_token", text(), { says: "Token of InfluxDB, in code only as a sensitive variable.", otherwise: "- none", kept: ({ influxdbproto, token }) => (/^https?$/.test(String(influxdbproto)) && token === undefined ? perhaps : undefined) }),
      ...["influx_token_wo", "influx_token_wo_version"].map((name) => provided(name, text(), null)),
      row("verify-certificate", "influxVerify", "influx_verify", flag, { says: "Checks its certificate.", otherwise: "- true" }),
      row("otel-compression", "openTelemetryCompression", "opentelemetry_compression", filled(word("none", "gzip")), { says: "How requests are compressed.", otherwise: '- "gzip"' }),
      secretRow("otel-headers", "openTelemetryHeaders", "opentelemetry_headers", text(), { says: "Headers, in code only as a sensitive variable.", otherwise: "- none" }),
      row("otel-max-body-size", "openTelemetryMaxBodySize", "opentelemetry_max_body_size", count(), { says: "Largest request.", unit: "bytes", otherwise: "- 10000000" }),
      row("otel-path", "openTelemetryPath", "opentelemetry_path", filled(text()), { says: "Path.", otherwise: '- "/v1/metrics"' }),
      row("otel-protocol", "openTelemetryProtocol", "opentelemetry_proto", filled(word("http", "https")), { says: "How it is talked to.", otherwise: '- "https"' }),
      row("otel-resource-attributes", "openTelemetryResourceAttributes", "opentelemetry_resource_attributes", filled(text()), { says: "Further attributes.", otherwise: "- none" }),
      row("otel-timeout", "openTelemetryTimeout", "opentelemetry_timeout", seconds(), { says: "How long it is waited for.", unit: "seconds", otherwise: "- 5" }),
      row("otel-verify-ssl", "openTelemetryVerify", "opentelemetry_verify_ssl", flag, { says: "Checks its certificate.", otherwise: "- true" }),
    ],
  },
];
