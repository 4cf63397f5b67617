/** The raw lines that Proxmox VE takes for a container, by what comes after `lxc.`; old names are taken as well. */
const keys: Readonly<Record<string, string>> = {
  apparmor: "profile allow_incomplete allow_nesting raw",
  selinux: "context",
  signal: "halt reboot stop",
  init: "cmd cwd uid gid groups",
  pty: "max",
  console: "logfile path",
  tty: "max",
  devtty: "dir",
  hook: "autodev pre-start pre-mount mount start stop post-stop clone destroy version",
  mount: "fstab entry auto",
  rootfs: "mount",
  cap: "drop keep",
  seccomp: "profile notify.proxy notify.cookie",
  log: "level file",
  start: "auto delay order",
  environment: "runtime hooks",
  sysctl: "fs.mqueue kernel.msgmax kernel.msgmnb kernel.msgmni kernel.sem kernel.shmall kernel.shmmax kernel.shmmni kernel.shm_rmid_forced",
  uts: "name",
};
const alone = "include arch autodev kmsg idmap group environment";
const formerly =
  "aa_profile aa_allow_incomplete console devttydir haltsignal rebootsignal stopsignal id_map init_cmd loglevel logfile mount network.type network.flags network.link " +
  "network.mtu network.name network.hwaddr network.ipv4 network.ipv4.gateway network.ipv6 network.ipv6.gateway network.script.up network.script.down pts se_context seccomp tty utsname";

const known = new Set([...`${alone} ${formerly}`.split(" "), ...Object.entries(keys).flatMap(([group, names]) => names.split(" ").map((name) => `${group}.${name}`))].map((name) => `lxc.${name}`));
const whole = /^lxc\.(limit|cgroup|cgroup2|prlimit|net)\./;

/** Whether Proxmox VE keeps a line of this key: `lxc.idmap`, anything below `lxc.cgroup2`. */
export function isRawKey(key: string): boolean {
  return known.has(key) || whole.test(key);
}
