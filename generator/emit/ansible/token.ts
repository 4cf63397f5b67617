import { Trusted } from "./yaml";

/**
 * The API token (`user@realm!name=secret`) without what the pattern matches, as a template: Ansible takes it from the
 * environment, in the variable that Terraform's provider reads. An unset one is empty, and no error.
 */
export function tokenWithout(pattern: string): Trusted {
  return new Trusted(`{{ lookup('ansible.builtin.env', 'PROXMOX_VE_API_TOKEN') | regex_replace('${pattern}', '') }}`);
}
