import type { ResourceKey } from "../../../lib/pve/address";
import { secretVariable } from "../../../lib/pve/secret";
import { kinds } from "../../../lib/schema/kind/all";
import { printName } from "../../../lib/schema/kind/name";
import { isReference } from "../../../lib/schema/shape";
import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { code, plain } from "./markdown";

export interface ReadmeFacts {
  readonly settings: { readonly endpoint: string; readonly fingerprint?: string; readonly ca?: string; readonly insecure?: boolean; readonly transport?: string };
}

/** The project's README: what its owner runs. */
export function emitReadme(plan: Plan, { settings }: ReadmeFacts): EmittedFile {
  const { stack, inventory } = plan;
  const content = `# ${plain(inventory.name)}

This project describes the Proxmox VE cluster ${plain(inventory.name)} as code. \`pmpc import\` wrote it.

| Path | Contains |
| --- | --- |
| \`cluster.ts\` | the stack, with the nodes, storages and bridges that the guests use |
${contentsOf(plan)}| \`guests/\` | the guests |
| \`ansible/inventory\` | the same guests for Ansible |
| [docs/architecture.md](docs/architecture.md) | a picture of nodes, guests, networks and storages |
| [docs/import-report.md](docs/import-report.md) | what could not be expressed in code |

## Adopt everything, change nothing

\`\`\`
npm install
export PROXMOX_VE_API_TOKEN='user@realm!name=secret'
npx pmpc plan
npx pmpc apply
\`\`\`

The plan should list imports and nothing else. OpenTofu works as well. Without pmpc, run \`npx tsx main.ts\`, then \`terraform init\`
and \`terraform plan\` in \`cdktf.out/stacks/${stack.id}\`; or, on Node 20 or 22, \`npx -p cdktf-cli cdktf deploy\`.
Adopt the guests with \`pmpc apply\` even then: it records in Terraform's state which SCSI controller a guest without \`scsihw\` has. Plain
Terraform would send another one with the first change of such a guest.

${certificateHelp(settings)}
${secretsHelp(secretsIn(plan))}
The token needs the role PVEAuditor on \`/\`: \`npx pmpc doctor\` checks it, and prints the commands that grant what is missing. Without pmpc, the
provider also needs VM.Config.Disk on /vms to look up the format of disks, and Datastore.Allocate on /storage to read storages.

## What protects the guests

Every guest has \`prevent_destroy\`, so a plan that would destroy or replace it fails. Its power state and node are left alone. An import
never removes code because it could not see a guest. When the cluster confirms that a guest is gone, a \`removed\` block replaces its code.

## Test

\`npm test\` checks the rules in \`tests/infrastructure.test.ts\` for every guest in the code: numbers, names and addresses of their own, and
those that you add. It needs neither a cluster nor Terraform.

## Import again

\`\`\`
npx pmpc import
\`\`\`

What changed on the cluster is merged into the code, also into files that you have edited. What both changed stays as you have it: \`npx pmpc
resolve\` asks about it.

## Ansible

\`\`\`
ansible-inventory -i ansible/inventory --graph
ansible-playbook -i ansible/inventory ansible/playbooks/site.yml --check
\`\`\`

\`ansible/playbooks/site.yml\` is a start with one play for each role that tags and names tell. It is yours: pmpc writes it once.

The groups and facts are those of the inventory plugin community.proxmox.proxmox, plus groups by tag (\`tag_k3s\`) and by operating system
(\`os_debian\`, \`os_linux\`). \`pmpc import --facts full\` writes all facts of the plugin. Facts that change by themselves are in
\`status.yml\`, which every import writes and git ignores. Guests without a known address are in the group \`no_address\`; a play does not
reach them until you set \`ansible_host\`. Put your own variables next to \`pmpc.yml\` in \`host_vars/<host>/\` and
\`group_vars/<group>/\`.
`;
  return { path: "README.md", content, mode: "owned" };
}

/** A row for the folder of everything that is not a guest: `storages, resource pools`. */
function contentsOf({ areas }: Plan): string {
  const words = new Set(areas.flatMap(({ entries }) => entries.map(({ key }) => kinds.parseKey(key)!.kind.word.many)));
  return words.size === 0 ? "" : `| \`cluster/\` | ${[...words].join(", ")} |\n`;
}

/** What is a secret of which resource: the name of its variable, and the key of the resource. */
function secretsIn({ areas }: Plan): readonly { readonly variable: string; readonly key: ResourceKey; readonly prop: string }[] {
  return areas.flatMap(({ entries }) =>
    entries.flatMap(({ key, props, carried }) => {
      const said = Object.entries(props).flatMap(([prop, value]) => (typeof value === "object" && isReference(value) && value.kind === "secret" ? [{ prop, name: value.name }] : []));
      const before = [...(carried?.text ?? "").matchAll(/(\w+): Secret\.variable\(\w+, "([^"]+)"\)/g)].map(([, prop, name]) => ({ prop: prop!, name: name! }));
      return [...said, ...before].map(({ prop, name }) => ({ key, prop, variable: secretVariable(name) }));
    }),
  );
}

function secretsHelp(secrets: ReturnType<typeof secretsIn>): string {
  if (secrets.length === 0) return "";
  const rows = secrets.map(({ variable, key, prop }) => `| \`TF_VAR_${variable}\` | ${plain(printName(key))}: ${prop} |`);
  return `
## Secrets

Proxmox VE tells nobody these passwords and keys, so the code takes them from environment variables. They are only needed when something is
made again, or when the secret itself changes: \`pmpc apply\` then refuses to go on without them.

| Variable | Secret |
| --- | --- |
${rows.join("\n")}
`;
}

// The provider compares no fingerprints.
function certificateHelp({ fingerprint, ca, insecure, endpoint, transport = "api" }: ReadmeFacts["settings"]): string {
  if (insecure) return "The provider does not check the cluster's certificate (`insecure` in `cluster.ts`), because the import ran with `--insecure`.";
  const byHand = `copy \`/etc/pve/pve-root-ca.pem\` from a node and \`export SSL_CERT_FILE=$PWD/pve-root-ca.pem\` (the
certificate must then contain the name in ${code(endpoint)}), or turn off the check with \`export PROXMOX_VE_INSECURE=true\`.`;
  if (fingerprint !== undefined) {
    return `pmpc trusts the cluster's certificate by its fingerprint, and on Linux also makes the provider trust it. Without pmpc, or elsewhere, the
provider needs the cluster's certificate authority: ${byHand}`;
  }
  if (ca !== undefined) return `pmpc trusts the authority in ${code(ca)}, and on Linux also makes the provider trust it. Without pmpc, or elsewhere, the provider needs it, too:\n${byHand}`;
  if (transport === "api") return "The cluster's certificate is signed by an authority that this machine trusts.";
  return `The import did not use the API, so pmpc has not checked the certificate of ${code(endpoint)}; the provider will. If Proxmox VE signed the
certificate itself, which is the default, ${byHand}`;
}
