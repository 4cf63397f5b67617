import { flag, formatted, integer, oneOf, required, text } from "../parameter";
import type { SectionKind } from "./kind";

const server = required(formatted("address"));
const port = integer(1, 65536);
const mtu = integer(512, 65536);

/** `status.cfg`: servers that get figures of nodes, guests and storages. */
export const metricServers: SectionKind = {
  file: "status.cfg",
  always: ["server", "port"],
  types: {
    graphite: { properties: { server, port, mtu, proto: oneOf("udp", "tcp"), timeout: integer(0), path: text, disable: flag } },
    influxdb: {
      properties: {
        server,
        port: required(port),
        mtu,
        disable: flag,
        organization: text,
        bucket: text,
        influxdbproto: oneOf("udp", "http", "https"),
        timeout: integer(0),
        "max-body-size": integer(1),
        "api-path-prefix": text,
        "verify-certificate": flag,
      },
    },
    opentelemetry: {
      properties: {
        server,
        port,
        disable: flag,
        "otel-protocol": oneOf("http", "https"),
        "otel-path": text,
        "otel-timeout": integer(1, 10),
        "otel-headers": { ...text, maxLength: 1024 },
        "otel-verify-ssl": flag,
        "otel-max-body-size": integer(1024),
        "otel-resource-attributes": { ...text, maxLength: 1024 },
        "otel-compression": oneOf("none", "gzip"),
      },
    },
  },
};
