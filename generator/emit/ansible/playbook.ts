import { quoteYaml } from "./yaml";

/** A playbook for one host: its user's from the first day. */
export function printPlaybook(host: string, says: string): string {
  return `# ${says}

- name: ${quoteYaml(`Set up ${host}`)}
  hosts: ${quoteYaml(host)}
  gather_facts: false
  become: true
  tasks:
    - name: Wait until it answers
      ansible.builtin.wait_for_connection:
        timeout: 300

    - name: See what it is
      ansible.builtin.setup:

    - name: Bring its packages up to date
      ansible.builtin.package:
        name: "*"
        state: latest
      when: ansible_facts.pkg_mgr in ["apt", "dnf", "dnf5", "yum", "zypper"]
`;
}
