import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { code, plain } from "./markdown";

export interface ReadmeFacts {
  readonly settings: { readonly endpoint: string; readonly fingerprint?: string; readonly ca?: string; readonly insecure?: boolean; readonly transport?: string };
}

/** The project's README: what its owner runs. */
export function emitReadme({ stack, inventory }: Plan, { settings }: ReadmeFacts): EmittedFile {
  const content = `# ${plain(inventory.name)}

The cluster ${plain(inventory.name)} as code: \`cluster.ts\` is the stack and what its guests stand on, \`guests/\` the guests,
\`ansible/inventory\` the same guests for Ansible. Made by \`pmpc import\`; [docs/import-report.md](docs/import-report.md) says
what could not be said in code.

## Adopt everything, change nothing

\`\`\`
npm install
export PROXMOX_VE_API_TOKEN='user@realm!name=secret'
npx pmpc plan
npx pmpc apply
\`\`\`

The plan should read "to import" and nothing else. OpenTofu works as well. The same by hand: \`npx tsx main.ts\`, then
\`terraform init\` and \`terraform plan\` in \`cdktf.out/stacks/${stack.id}\`; or, on Node 20 or 22, \`npx -p cdktf-cli cdktf deploy\`.

${certificateHelp(settings)}

The token needs VM.Audit and VM.GuestAgent.Audit on /vms, Pool.Audit on /pool, and on /storage Datastore.Audit with
VM.Config.Disk on /vms (or Datastore.Allocate), which the provider wants to look up the format of disks.

## What protects the guests

Every guest has \`prevent_destroy\`, so a plan that would destroy or replace it fails. Power state and node are left as they are.
Code is never taken out because an import did not see a guest; one that is proven gone leaves as a \`removed\` block.

## Import again

\`\`\`
npx pmpc import
\`\`\`

Files that you have not edited are renewed. Beside an edited one lies its new version, as \`.new\`.

## Ansible

\`\`\`
ansible-inventory -i ansible/inventory --graph
\`\`\`

Groups and facts are those of the inventory plugin community.proxmox.proxmox, with groups by tag (\`tag_k3s\`) and operating system
(\`os_debian\`, \`os_linux\`); \`pmpc import --facts full\` writes all facts of the plugin. What changes by itself lies in
\`status.yml\`, which every import writes and git ignores. Variables of your own go beside \`pmpc.yml\` in
\`host_vars/<host>/\` and \`group_vars/<group>/\`.
`;
  return { path: "README.md", content, mode: "owned" };
}

// The provider compares no fingerprints.
function certificateHelp({ fingerprint, ca, insecure, endpoint, transport = "api" }: ReadmeFacts["settings"]): string {
  if (insecure) return "The provider does not check the cluster's certificate (`insecure` in `cluster.ts`), because the import was told not to.";
  const byHand = `copy \`/etc/pve/pve-root-ca.pem\` from a node and \`export SSL_CERT_FILE=$PWD/pve-root-ca.pem\` (the name in ${code(endpoint)} must then be one
of the certificate's), or say \`export PROXMOX_VE_INSECURE=true\`, and nobody checks.`;
  if (fingerprint !== undefined) {
    return `pmpc trusts the cluster's certificate by its fingerprint, and on Linux sees to it that the provider does where pmpc runs it. By
hand, or elsewhere, the provider needs the cluster's authority: ${byHand}`;
  }
  if (ca !== undefined) return `pmpc trusts the authority in ${code(ca)}, and on Linux sees to it that the provider does where pmpc runs it. By hand, or elsewhere:\n${byHand}`;
  if (transport === "api") return "The cluster's certificate is signed by an authority that this machine knows.";
  return `The import did not use the API, so nobody has looked at the certificate of ${code(endpoint)}, which the provider will check. Proxmox VE
signs it itself, unless somebody gave it another one; where it did, ${byHand}`;
}
