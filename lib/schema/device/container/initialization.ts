import { each, hostname, ipAddress, matches } from "../../accept";
import { addressesOrLinkLocal, dnsName, dnsNames, ipv4, ipv4Config, ipv6, ipv6Config } from "../../pve-format";
import { numbered } from "../../place";
import { nameFromPath } from "../../phrase";
import { block, providerBlock, providerOnly, row, written } from "../../row";
import { encodedLines, list } from "../../shape/list";
import { formatted, text } from "../../shape/text";

// hostname: web     nameserver: 1.1.1.1     net0: …,ip=10.0.0.5/24,gw=10.0.0.1
export const initialization = block("initialization", "initialization", { says: "How the container is set up at its start.", when: "always", flat: true }, [
  row("hostname",   "hostname",   "hostname",   formatted(dnsName, text(/^.{1,255}$/)), { accepts: hostname, says: "Host name.", otherwise: nameFromPath }),
  row("entrypoint", "entrypoint", "entrypoint", text(), { accepts: matches(/^[^\x00-\x08\x10-\x1F\x7F]+$/, "printable text"), says: "First process." }),
  block("dns", "dns", { when: "present", says: "Name resolution.", otherwise: "- the node's" }, [
    row("searchdomain", "domain",  "domain",  formatted(dnsNames), { says: "Search domain.", otherwise: "- the node's" }),
    row("nameserver",   "servers", "servers", formatted(addressesOrLinkLocal, list(" ", { anySeparator: true })), { accepts: each(ipAddress), says: "Name servers.", otherwise: "- the node's" }),
    providerOnly(null, "server", text(), { state: "", why: "deprecated by the provider" }),
  ]),
  block("ip_config", "ipConfigs", {
    from: numbered("net", 32), most: 10, beside: "networkInterfaces", filler: { ip: "manual" }, says: "Addresses of the cards that have any, in their order.",
    only: (device) => ["ip", "gw", "ip6", "gw6"].some((one) => one in device),
  }, [
    block("ipv4", "ipv4", { when: "present", flat: true, says: "IPv4." }, [
      row("ip",  "ip",       "address", formatted(ipv4Config), { says: "IPv4: `dhcp`, `manual`, or an address with its prefix length." }),
      row("gw",  "gateway",  "gateway", formatted(ipv4), { says: "IPv4 default gateway." }),
    ]),
    block("ipv6", "ipv6", { when: "present", flat: true, says: "IPv6." }, [
      row("ip6", "ip6",      "address", formatted(ipv6Config), { says: "IPv6: `auto`, `dhcp`, `manual`, or an address with its prefix length." }),
      row("gw6", "gateway6", "gateway", formatted(ipv6), { says: "IPv6 default gateway." }),
    ]),
  ]),
  providerBlock("user_account", "Proxmox VE does not keep it", block("user_account", "userAccount", { says: "How root logs in at first. Another account replaces the container.", otherwise: "- as the template has it" }, [
    written("keys",     "keys",     encodedLines, { says: "Public ssh keys.", otherwise: "- none" }),
    written("password", "password", text(), { secret: true, says: "Password; in code only as a sensitive `TerraformVariable`." }),
  ])),
]);
