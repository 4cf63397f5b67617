/** What a command line tool of Proxmox VE can be told: the words, and what comes after them. */
export interface Command {
  readonly tool: Tool;
  /** `config`, `disk move`. */
  readonly name: string;
  /** The arguments without a name of their own, in their order. */
  readonly takes: readonly { readonly name: string; readonly optional: boolean }[];
  /** Its usage on one line: `pct config <vmid> [OPTIONS]`. */
  readonly usage: string;
}

export type Tool = "pct" | "qm" | "pvesh";

/** Tells the name of a tool from any other text. */
export function isTool(name: string): name is Tool {
  return Object.hasOwn(commands, name);
}

/** Every command in the order in which the tools list them; an empty line parts groups. Seen on PVE 9.2. */
const commands: Readonly<Record<Tool, readonly (Command | undefined)[]>> = {
  pct: declare(
    "pct",
    `clone <vmid> <newid> [OPTIONS]
    create <vmid> <ostemplate> [OPTIONS]
    destroy <vmid> [OPTIONS]
    list
    migrate <vmid> <target> [OPTIONS]
    move-volume <vmid> <volume> [<storage>] [<target-vmid>] [<target-volume>] [OPTIONS]
    pending <vmid>
    resize <vmid> <disk> <size> [OPTIONS]
    restore <vmid> <ostemplate> [OPTIONS]
    template <vmid>

    config <vmid> [OPTIONS]
    set <vmid> [OPTIONS]

    delsnapshot <vmid> <snapname> [OPTIONS]
    listsnapshot <vmid>
    rollback <vmid> <snapname> [OPTIONS]
    snapshot <vmid> <snapname> [OPTIONS]

    reboot <vmid> [OPTIONS]
    resume <vmid>
    shutdown <vmid> [OPTIONS]
    start <vmid> [OPTIONS]
    stop <vmid> [OPTIONS]
    suspend <vmid>

    console <vmid> [OPTIONS]
    cpusets
    df <vmid>
    enter <vmid> [OPTIONS]
    exec <vmid> [<extra-args>] [OPTIONS]
    fsck <vmid> [OPTIONS]
    fstrim <vmid> [OPTIONS]
    mount <vmid>
    pull <vmid> <path> <destination> [OPTIONS]
    push <vmid> <file> <destination> [OPTIONS]
    remote-migrate <vmid> [<target-vmid>] <target-endpoint> --target-bridge <string> --target-storage <string> [OPTIONS]
    rescan [OPTIONS]
    status <vmid> [OPTIONS]
    unlock <vmid>
    unmount <vmid>

    help [<extra-args>] [OPTIONS]`,
  ),
  qm: declare(
    "qm",
    `cloudinit dump <vmid> <type>
    cloudinit pending <vmid>
    cloudinit update <vmid>

    disk move <vmid> <disk> [<storage>] [OPTIONS]
    disk resize <vmid> <disk> <size> [OPTIONS]
    disk unlink <vmid> --idlist <string> [OPTIONS]
    disk import <vmid> <source> <storage> [OPTIONS]
    disk rescan [OPTIONS]

    guest cmd <vmid> <command>
    guest exec-status <vmid> <pid>
    guest passwd <vmid> <username> [OPTIONS]
    guest exec <vmid> [<extra-args>] [OPTIONS]

    clone <vmid> <newid> [OPTIONS]
    config <vmid> [OPTIONS]
    create <vmid> [OPTIONS]
    delsnapshot <vmid> <snapname> [OPTIONS]
    destroy <vmid> [OPTIONS]
    list [OPTIONS]
    listsnapshot <vmid>
    migrate <vmid> <target> [OPTIONS]
    pending <vmid>
    reboot <vmid> [OPTIONS]
    reset <vmid> [OPTIONS]
    resume <vmid> [OPTIONS]
    rollback <vmid> <snapname> [OPTIONS]
    sendkey <vmid> <key> [OPTIONS]
    set <vmid> [OPTIONS]
    shutdown <vmid> [OPTIONS]
    snapshot <vmid> <snapname> [OPTIONS]
    start <vmid> [OPTIONS]
    stop <vmid> [OPTIONS]
    suspend <vmid> [OPTIONS]
    template <vmid> [OPTIONS]

    cleanup <vmid> <clean-shutdown> <guest-requested>
    enroll-efi-keys <vmid>
    import <vmid> <source> --storage <string> [OPTIONS]
    importovf <vmid> <manifest> <storage> [OPTIONS]
    monitor <vmid>
    mtunnel
    nbdstop <vmid>
    remote-migrate <vmid> [<target-vmid>] <target-endpoint> --target-bridge <string> --target-storage <string> [OPTIONS]
    showcmd <vmid> [OPTIONS]
    status <vmid> [OPTIONS]
    terminal <vmid> [OPTIONS]
    unlock <vmid>
    vncproxy <vmid>
    wait <vmid> [OPTIONS]

    help [<extra-args>] [OPTIONS]`,
  ),
  pvesh: declare(
    "pvesh",
    `create <api_path> [OPTIONS] [FORMAT_OPTIONS]
    delete <api_path> [OPTIONS] [FORMAT_OPTIONS]
    get <api_path> [OPTIONS] [FORMAT_OPTIONS]
    ls <api_path> [OPTIONS] [FORMAT_OPTIONS]
    set <api_path> [OPTIONS] [FORMAT_OPTIONS]
    usage <api_path> [OPTIONS]

    help [<extra-args>] [OPTIONS]`,
  ),
};

const aliases: Readonly<Record<Tool, Readonly<Record<string, string>>>> = {
  pct: { move_volume: "move-volume" },
  qm: {
    agent: "guest cmd",
    importdisk: "disk import",
    "move-disk": "disk move",
    move_disk: "disk move",
    rescan: "disk rescan",
    resize: "disk resize",
    unlink: "disk unlink",
  },
  pvesh: {},
};

function declare(tool: Tool, text: string): (Command | undefined)[] {
  return text.split("\n").map((line) => (line.trim() === "" ? undefined : readUsage(tool, line.trim())));
}

function readUsage(tool: Tool, line: string): Command {
  const words = line.split(" ");
  const plain = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  const name = plain < 0 ? words : words.slice(0, plain);
  const options = words.filter((word) => /^\[[A-Z_]+\]$/.test(word));
  const args = words.slice(name.length).filter((word) => !options.includes(word));
  return {
    tool,
    name: name.join(" "),
    takes: args.flatMap((word, at) => {
      const [, open, argument] = /^(\[?)<([a-z_-]+)>\]?$/.exec(word) ?? [];
      // What comes after a name is that option's value.
      return argument === undefined || args[at - 1]?.startsWith("--") ? [] : [{ name: argument, optional: open === "[" }];
    }),
    usage: `${[tool, ...name].join(" ")} ${args.join(" ")}${options.map((word) => ` ${word}`).join("")}\n`,
  };
}

/** The usage of a whole tool. */
export function usageOf(tool: Tool): string {
  const lines = commands[tool].map((command) => (command ? `       ${command.usage}` : "\n"));
  return `USAGE: ${tool} <COMMAND> [ARGS] [OPTIONS]\n\n${lines.join("")}`;
}

export interface Resolved {
  readonly command: Command;
  /** What comes after the command's words. */
  readonly rest: readonly string[];
}

/** Finds a command by its words, each of which may be cut short; else what is wrong with them. */
export function resolveCommand(tool: Tool, words: readonly string[]): Resolved | string {
  const all = commands[tool].filter((command) => command !== undefined);
  const [first, ...others] = words;
  if (first === undefined) return "no command specified";
  const alias = Object.hasOwn(aliases[tool], first) ? aliases[tool][first]! : undefined;
  if (alias !== undefined) return resolveCommand(tool, [...alias.split(" "), ...others]);
  const top = expand(first, [...new Set(all.map(({ name }) => name.split(" ")[0]!))]);
  if (top === undefined) return `unknown command '${tool} ${first}'`;
  const exact = all.find(({ name }) => name === top);
  if (exact) return { command: exact, rest: others };
  const [second, ...rest] = others;
  if (second === undefined) return `incomplete command '${tool} ${top}'`;
  const below = all.filter(({ name }) => name.startsWith(`${top} `));
  const found = expand(second, below.map(({ name }) => name.slice(top.length + 1)));
  const command = below.find(({ name }) => name === `${top} ${found}`);
  return command ? { command, rest } : `unknown command '${tool} ${top} ${second}'`;
}

/** The whole word for one that is cut short, where only one word begins like it. */
export function expand(word: string, words: readonly string[]): string | undefined {
  if (words.includes(word)) return word;
  const found = words.filter((one) => one.startsWith(word));
  return found.length === 1 ? found[0] : undefined;
}
