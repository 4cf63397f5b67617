import type { Construct } from "constructs";
import { ClusterResource, tableOf, type ClusterOptions } from "./cluster-resource";
import { problemsOfPlace } from "./firewall-rules";
import type { GuestFirewallSettingsProperties } from "./generated/guest-firewall-settings-properties";
import { VirtualEnvironmentFirewallOptions } from "./imports/virtual-environment-firewall-options";

/** The options of the firewall of a guest, as an import writes them. Of a guest in the code, `vm.firewall.enable()` says them. It is protected from being destroyed (`removalPolicy`). */
export class GuestFirewallSettings extends ClusterResource<GuestFirewallSettingsProperties, VirtualEnvironmentFirewallOptions> {
  constructor(scope: Construct, id: string, props: GuestFirewallSettingsProperties & ClusterOptions) {
    super(scope, id, props, tableOf("proxmox_virtual_environment_firewall_options"), VirtualEnvironmentFirewallOptions);
  }

  protected override problems(said: GuestFirewallSettingsProperties): readonly string[] {
    return problemsOfPlace(said);
  }
}
