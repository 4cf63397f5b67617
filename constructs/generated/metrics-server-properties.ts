// Made from lib/schema by `npm run properties`; edit the table, not this file.
import type { Duration } from "../../lib/pve/duration";

/** A server that nodes and guests are reported to. */
export interface MetricsServerProperties {
  /**
   * Its name.
   * Proxmox VE: `id`. Terraform: `name`.
   * @default - the ids on its path below the stack, joined by `-`; its own id where it exists already
   */
  readonly name?: string;
  /**
   * What it is.
   * Proxmox VE: `type`. Terraform: `type`.
   * @default - it must be said
   */
  readonly type: "influxdb" | "graphite" | "opentelemetry";
  /**
   * Name or address.
   * Proxmox VE: `server`. Terraform: `server`.
   * @default - it must be said
   */
  readonly server: string;
  /**
   * Port.
   * Proxmox VE: `port`. Terraform: `port`.
   * @default - it must be said
   */
  readonly port: number;
  /**
   * Keeps it from being told.
   * Proxmox VE: `disable`. Terraform: `disable`.
   * @default false
   */
  readonly disable?: boolean;
  /**
   * Largest packet over UDP. In bytes.
   * Proxmox VE: `mtu`. Terraform: `mtu`.
   * @default - 1500
   */
  readonly mtu?: number;
  /**
   * How long it is waited for. A plain number is seconds.
   * Proxmox VE: `timeout`. Terraform: `timeout`.
   * @default - 1
   */
  readonly timeout?: Duration | number;
  /**
   * Where values go in Graphite.
   * Proxmox VE: `path`. Terraform: `graphite_path`.
   * @default - "proxmox"
   */
  readonly graphitePath?: string;
  /**
   * How Graphite is talked to.
   * Proxmox VE: `proto`. Terraform: `graphite_proto`.
   * @default - "udp"
   */
  readonly graphiteProtocol?: "udp" | "tcp";
  /**
   * How paths begin.
   * Proxmox VE: `api-path-prefix`. Terraform: `influx_api_path_prefix`.
   * @default - none
   */
  readonly influxApiPathPrefix?: string;
  /**
   * Bucket of InfluxDB.
   * Proxmox VE: `bucket`. Terraform: `influx_bucket`.
   * @default - proxmox
   */
  readonly influxBucket?: string;
  /**
   * How InfluxDB is talked to.
   * Proxmox VE: `influxdbproto`. Terraform: `influx_db_proto`.
   * @default - "udp"
   */
  readonly influxProtocol?: "udp" | "http" | "https";
  /**
   * Largest request. In bytes.
   * Proxmox VE: `max-body-size`. Terraform: `influx_max_body_size`.
   * @default - 25000000
   */
  readonly influxMaxBodySize?: number;
  /**
   * Organization of InfluxDB.
   * Proxmox VE: `organization`. Terraform: `influx_organization`.
   * @default - proxmox
   */
  readonly influxOrganization?: string;
  /**
   * Token of InfluxDB, in code only as a sensitive variable.
   * Proxmox VE: `token`. Terraform: `influx_token`.
   * @default - none
   */
  readonly influxToken?: string;
  /**
   * Checks its certificate.
   * Proxmox VE: `verify-certificate`. Terraform: `influx_verify`.
   * @default - true
   */
  readonly influxVerify?: boolean;
  /**
   * How requests are compressed.
   * Proxmox VE: `otel-compression`. Terraform: `opentelemetry_compression`.
   * @default - "gzip"
   */
  readonly openTelemetryCompression?: "none" | "gzip";
  /**
   * Headers, in code only as a sensitive variable.
   * Proxmox VE: `otel-headers`. Terraform: `opentelemetry_headers`.
   * @default - none
   */
  readonly openTelemetryHeaders?: string;
  /**
   * Largest request. In bytes.
   * Proxmox VE: `otel-max-body-size`. Terraform: `opentelemetry_max_body_size`.
   * @default - 10000000
   */
  readonly openTelemetryMaxBodySize?: number;
  /**
   * Path.
   * Proxmox VE: `otel-path`. Terraform: `opentelemetry_path`.
   * @default - "/v1/metrics"
   */
  readonly openTelemetryPath?: string;
  /**
   * How it is talked to.
   * Proxmox VE: `otel-protocol`. Terraform: `opentelemetry_proto`.
   * @default - "https"
   */
  readonly openTelemetryProtocol?: "http" | "https";
  /**
   * Further attributes.
   * Proxmox VE: `otel-resource-attributes`. Terraform: `opentelemetry_resource_attributes`.
   * @default - none
   */
  readonly openTelemetryResourceAttributes?: string;
  /**
   * How long it is waited for. A plain number is seconds.
   * Proxmox VE: `otel-timeout`. Terraform: `opentelemetry_timeout`.
   * @default - 5
   */
  readonly openTelemetryTimeout?: Duration | number;
  /**
   * Checks its certificate.
   * Proxmox VE: `otel-verify-ssl`. Terraform: `opentelemetry_verify_ssl`.
   * @default - true
   */
  readonly openTelemetryVerify?: boolean;
}
