import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { tokenWithout } from "./token";
import { printYaml, Trusted } from "./yaml";

const notice = `Yours: written once, never again.
The same groups and facts, asked of the cluster at each run instead of read from files:
  ansible-galaxy collection install community.proxmox
  ansible-inventory -i ansible/proxmox.yml --graph
The token comes from the environment: PROXMOX_VE_API_TOKEN='user@realm!name=secret'. Addresses are not chosen here.`;

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
  };
  return { path: "ansible/proxmox.yml", content: printYaml(options, notice), mode: "once" };
}
