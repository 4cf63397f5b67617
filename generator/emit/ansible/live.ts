import { isLinux, isWindows, osTypes } from "../../../lib/schema/os-type";
import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { tokenWithout } from "./token";
import { printYaml, Trusted } from "./yaml";

const notice = `pmpc wrote this file once and will not change it: it is yours.
The same groups and facts, asked of the cluster at each run instead of read from files:
  ansible-galaxy collection install community.proxmox
  ansible-inventory -i ansible/proxmox.yml --graph
The token comes from the environment: PROXMOX_VE_API_TOKEN='user@realm!name=secret'. This inventory does not choose addresses.`;

// Templates are in their own group only.
const unlessTemplate = (expression: string, otherwise: string) => new Trusted(`${otherwise} if proxmox_template | default(false) else (${expression})`);
const ifGuest = (condition: string) => new Trusted(`not (proxmox_template | default(false)) and (${condition})`);
const [linux, windows] = [osTypes.filter(isLinux), osTypes.filter(isWindows)];

/** `ansible/proxmox.yml`: how the live inventory plugin reaches the cluster. Holds no secret. */
export function emitLive({ endpoint, insecure }: Plan): EmittedFile {
  const options = {
    plugin: new Trusted("community.proxmox.proxmox"),
    url: new Trusted(endpoint),
    user: tokenWithout("!.*$"),
    token_id: tokenWithout("^[^!]*!|=.*$"),
    token_secret: tokenWithout("^[^=]*=?"),
    validate_certs: !insecure,
    want_facts: true,
    want_proxmox_nodes_ansible_host: true,
    keyed_groups: [
      { key: unlessTemplate("proxmox_tags_parsed | default([]) | map('lower') | map('regex_replace', '[^a-z0-9_]', '_')", "[]"), prefix: "tag" },
      { key: unlessTemplate("proxmox_ostype | default('') | regex_replace('[^a-z0-9_]', '_')", "''"), prefix: "os" },
    ],
    groups: {
      os_linux: ifGuest(`proxmox_vmtype | default('') == 'lxc' or proxmox_ostype | default('') in ['${linux.join("', '")}']`),
      os_windows: ifGuest(`proxmox_ostype | default('') in ['${windows.join("', '")}']`),
    },
  };
  return { path: "ansible/proxmox.yml", content: printYaml(options, notice), mode: "once" };
}
