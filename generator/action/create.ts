import { basename, dirname, resolve } from "node:path";
import { exit, PmpcError } from "../../lib/error";
import { guestTypeOf } from "../../lib/schema/kind/name";
import { readProject } from "../edit/project";
import { hostsPath } from "../emit/ansible/inventory";
import { action, type Context } from "../engine/action";
import { option } from "../engine/option";
import { count, fact, facts, type View } from "../engine/view";
import { createGuests, type CreatedGuest } from "../creation/create";
import { readGuestsFile } from "../creation/file";
import { readGround } from "../creation/ground";
import { openLibrary } from "../creation/volumes";
import { readWanted, wrongInput, type Wanted } from "../creation/wanted";
import { connectionOptions, connectionQuestions } from "../connect/connection";
import { settingOptions } from "../revise/options";
import { diffsOf, tellDiffs, type FileDiff } from "../revise/view";
import { followQuestions } from "../session/earlier-run";
import { findRoot, lastRun, noWorkspace, withSession } from "../session/session";
import { readWritten } from "../session/written";
import { changeFiles } from "../workspace/change";
import { readCode } from "../workspace/code";
import { readText } from "../workspace/text";

export interface CreateReport {
  readonly workspace: string;
  readonly guests: readonly CreatedGuest[];
  readonly files: readonly FileDiff[];
  /** Nothing was written. */
  readonly dryRun?: true;
  readonly next?: readonly string[];
}

const { concurrency: _, ...reaching } = connectionOptions;

/** `pmpc create vm --name web-02 --cores 4 --memory 8GiB`: writes a guest into the code. */
export const create = action({
  name: "create",
  summary: "Write a new guest into the code: create vm --name web-02 --memory 8GiB",
  topic: "code onto cluster",
  effect: "writes workspace",
  confirms: [...followQuestions, ...connectionQuestions],
  says: "Write a new guest into the code, with its host for Ansible, a playbook and a test; the next apply makes it. What is not said is chosen by what was seen of the cluster last, and told. Words of Proxmox VE are taken as well: --net0 virtio,bridge=vmbr0,tag=20.",
  input: {
    kind: option.text("What to make: vm or container.", { positional: "one", placeholder: "KIND", words: ["vm", "container"] }),
    file: option.text("Guests from a file of YAML or JSON, in the same words; docs/guests.schema.json describes it.", { short: "f", placeholder: "FILE", local: true }),
    id: option.number("Its number. Default: the next free one.", { from: 100, to: 999_999_999, placeholder: "NUMBER" }),
    from: option.text("Template or guest that it is a copy of: 9000, or its name.", { placeholder: "GUEST", names: "guest" }),
    image: option.text("Cloud image: a name (debian-13), a volume (local:import/…), or an address.", { placeholder: "IMAGE" }),
    template: option.text("Template of a container: a name (debian-13), a volume (local:vztmpl/…), or an address.", { placeholder: "TEMPLATE" }),
    sshKey: option.list("Public key that may log in, through cloud-init: a file, or the key itself.", { placeholder: "KEY", local: true }),
    dryRun: option.flag("Show the difference, and write nothing."),
    vmid: option.number("The same as --id.", { from: 100, to: 999_999_999, hidden: true }),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR", local: true }),
    ...reaching,
    ...settingOptions(["qemu", "lxc"], ["template", "vm-id"]),
  },
  async run({ kind, file, id, from, image, template, sshKey = [], dryRun, out, ...input }, context) {
    const root = await findRoot(out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    const type = kind === undefined ? undefined : guestTypeOf(kind);
    if (kind !== undefined && type === undefined) throw wrongInput("kind", `expected vm or container, got ${JSON.stringify(kind)}`, "pmpc create vm --name web");
    const { endpoint, apiToken, username, password, otp, fingerprint, ca, insecure, ...settings } = input as typeof input & Readonly<Record<string, unknown>>;
    const keys = await Promise.all(sshKey.map((one) => readKey(one, context)));
    const wanted = await wantedOf({ type, file, context, keys, beside: { id, from, image, template }, settings });
    return withSession(root, "create", context, async (session) => {
      const { configuration, store } = session;
      if (configuration === undefined) throw noWorkspace(root);
      const observation = await store.observation((await lastRun(session)).id);
      const [written, code] = [await readWritten(root), await readCode(root)];
      const library = openLibrary({ endpoint, apiToken, username, password, otp, fingerprint, ca, insecure, concurrency: 4 }, configuration, context);
      try {
        const hosts = await readText(root, hostsPath);
        const made = await createGuests(wanted, { project: readProject(code), groundOf: (project) => readGround(observation, project, written), library, hosts, facts: configuration.facts ?? "slim" });
        const changed = new Map(made.project.sources.filter(({ path, text }) => code.get(path) !== text).map(({ path, text }) => [path, text]));
        const before = new Map<string, string>();
        for (const path of [...made.own.keys(), ...made.owned.keys()]) {
          const text = await readText(root, path);
          if (text !== undefined) before.set(path, text);
        }
        const own = new Map([...made.own].filter(([path]) => !before.has(path)));
        const files = new Map([...changed, ...own, ...made.owned]);
        if (!dryRun) await changeFiles(root, files, made.owned);
        const hasTests = /"mocha"/.test((await readText(root, "package.json")) ?? "");
        const install = !hasTests && made.guests.some(({ test }) => test !== undefined) ? ["npm install --save-dev mocha @types/mocha   # for the test"] : [];
        const report: CreateReport = { workspace: root, guests: made.guests, files: diffsOf(new Map([...code, ...before]), files), ...(dryRun ? { dryRun: true } : { next: [...install, "pmpc plan", "pmpc apply", ...made.guests.map(({ playbook }) => `ansible-playbook -i ansible/inventory ${playbook}`)] }) };
        return { exit: exit.done, report };
      } finally {
        library.close();
      }
    });
  },
  view: ({ guests, files, dryRun, next = [] }): View => [
    ...guests.map(({ guest, name, file, line, choices, notes, playbook, test }) =>
      facts(
        fact(dryRun ? "would create" : "created", `${guest} ${name}`, { below: [`${file}:${line}`, playbook, ...(test === undefined ? [] : [test])] }),
        ...choices.map(({ what, value, why }, at) => fact(at === 0 ? "chosen" : "", `${what}: ${value} (${why})`)),
        ...notes.map((note) => fact("note", note)),
      ),
    ),
    facts(fact("in", count(files.length, "file")), next.length === 0 ? undefined : fact("next", next[0]!, { below: next.slice(1) })),
    ...(dryRun ? tellDiffs(files) : []),
  ],
});

interface Asked {
  readonly type: ReturnType<typeof guestTypeOf>;
  readonly file: string | undefined;
  readonly context: Pick<Context, "folder">;
  readonly keys: readonly string[];
  readonly beside: { readonly id?: number; readonly from?: string; readonly image?: string; readonly template?: string };
  readonly settings: Readonly<Record<string, unknown>>;
}

async function wantedOf({ type, file, context, keys, beside, settings }: Asked): Promise<readonly Wanted[]> {
  if (file === undefined) {
    if (type === undefined) throw wrongInput("kind", "it is missing", "pmpc create vm --name web, or pmpc create -f guests.yml");
    return [readWanted(type, settings, { ...beside, keys, hint: "nothing was written; pmpc create --help lists the settings, and what each takes" })];
  }
  const said = Object.entries({ ...settings, ...beside }).find(([, value]) => value !== undefined)?.[0];
  if (said !== undefined) throw wrongInput(said, "it is said beside a file", `say it in ${file}`);
  const path = resolve(context.folder, file);
  const text = await readText(dirname(path), basename(path));
  if (text === undefined) throw new PmpcError("file-not-found", `there is no file ${file}`, { exit: exit.notFound });
  return readGuestsFile(text, file, type, keys);
}

/** A public key, or the file that has it. */
async function readKey(said: string, { folder }: Pick<Context, "folder">): Promise<string> {
  if (/\s/.test(said)) return said;
  const path = resolve(folder, said);
  const text = await readText(dirname(path), basename(path));
  if (text === undefined) throw wrongInput("ssh-key", `there is no file ${said}`, "ssh-add -L prints your public keys; most lie in ~/.ssh/id_ed25519.pub");
  return text;
}
