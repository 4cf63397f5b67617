import { join } from "node:path";
import { expect } from "chai";
import { TerraformOutput, type App } from "cdktf";
import { Construct } from "constructs";
import ts from "typescript";
import * as c from "../../constructs/index";
import { synthesise } from "../support/synthesis";

const root = join(__dirname, "../..");

/** What is said, the attribute of Terraform's that has it, and what that is where it is said otherwise. */
type Trial = readonly [said: unknown, attribute: string, becomes?: unknown];

/** How the options of an interface are said, what must be said beside them, and each of them once. */
interface Sayings {
  readonly say: (stack: c.ProxmoxStack, said: never) => unknown;
  readonly beside?: object;
  readonly props: Readonly<Record<string, Trial>>;
}

const machine = (scope: Construct, props: object = {}, id = "one") => new c.VirtualMachine(scope, id, { node: "pve1", ...props });
const kept = (stack: c.ProxmoxStack) => ["a", "b"].map((id) => {
  const guest = machine(stack, {}, id);
  guest.enableHa();
  return guest;
});
const made = <P extends object>(Class: new (scope: Construct, id: string, props: P) => unknown) => (stack: c.ProxmoxStack, said: P) => new Class(stack, "one", said);

const rules: Trial = [[c.Rule.accept(c.Port.tcp(4711))], "dport", "4711"];
const provider: Readonly<Record<string, Trial>> = {
  endpoint: ["https://probe.lan:8006", "endpoint"], insecure: [true, "insecure"], minTls: ["1.2", "min_tls"], apiToken: ["a@pve!b=c", "api_token"], username: ["probe@pve", "username"], password: ["word", "password"],
  ssh: [{ username: "probe" }, "username", "probe"], tmpDir: ["/var/tmp/probe", "tmp_dir"], randomVmIds: [true, "random_vm_ids"], randomVmIdStart: [4711, "random_vm_id_start"], randomVmIdEnd: [4712, "random_vm_id_end"],
  version: ["0.100.0", "version"], alias: ["probe", "alias"],
};
const haRule: Readonly<Record<string, Trial>> = { name: ["probe", "rule"], comment: ["a probe", "comment"] };
const token: Readonly<Record<string, Trial>> = { name: ["probe", "token_name"], separatePrivileges: [false, "privileges_separation"], expires: ["2033-05-18T03:33:20Z", "expiration_date"], comment: ["a probe", "comment"] };
const image = { node: "pve1", storage: "local", url: "https://example.org/debian.qcow2" };

const sayings: Readonly<Record<string, Sayings>> = {
  CloneOptions: {
    say: (stack, said) => machine(stack, { boot: c.BootSource.fromClone(9000, said) }),
    props: { full: [false, "full"], node: ["pve7", "node_name"], storage: ["probe", "datastore_id"], retries: [7, "retries"] },
  },
  BackupJobProps: { say: made(c.BackupJob), beside: { storage: "nas", schedule: "daily", guests: [101] }, props: { retention: [{ keepDaily: 7 }, "prune_backups", { "keep-daily": "7" }] } },
  ReplicationProps: { say: made(c.Replication), beside: { guest: 101, target: "pve2" }, props: { guest: [4711, "id", "4711-0"], job: [7, "id", "101-7"] } },
  ProxmoxProviderProps: { say: (stack, said: object) => new c.ProxmoxProvider(new Construct(stack, "site"), { alias: "lab", ...said }), props: provider },
  ClusterProps: {
    say: (stack, said: object) => machine(new c.Cluster(stack, "lab", said)),
    props: { ...provider, defaults: [{ pool: "probe" }, "pool_id", "probe"] },
  },
  ProxmoxSshProps: {
    say: (stack, ssh) => new c.ProxmoxProvider(stack, { alias: "lab", ssh }),
    props: {
      username: ["probe", "username"], agent: [true, "agent"], agentForwarding: [true, "agent_forwarding"], agentSocket: ["/run/probe", "agent_socket"], privateKey: ["key", "private_key"], password: ["word", "password"],
      nodeAddressSource: ["dns", "node_address_source"], nodes: [[{ name: "pve7", address: "10.0.0.7", port: 2222 }], "node", [{ address: "10.0.0.7", name: "pve7", port: 2222 }]],
      socks5Server: ["proxy.lan:1080", "socks5_server"], socks5Username: ["probe", "socks5_username"], socks5Password: ["word", "socks5_password"],
    },
  },
  GuestDefaults: {
    say: (stack, defaults) => machine(new c.Cluster(stack, "lab", { defaults }), { disks: [{ interface: "scsi0" }], networkDevices: [{}] }),
    props: { storage: ["probe", "datastore_id"], bridge: ["vmbr7", "bridge"], pool: ["probe", "pool_id"], tags: [["probe"], "tags"], onBoot: [true, "on_boot"] },
  },
  ContainerProps: { say: made(c.Container), beside: { node: "pve1", clone: { container: 9000 } }, props: { pool: ["probe", "pool_id"] } },
  VirtualMachineProps: { say: made(c.VirtualMachine), beside: { node: "pve1" }, props: { boot: [c.BootSource.fromClone(4711), "vm_id", 4711] } },
  GuestReferenceOptions: {
    say: (stack, said) => {
      const template = c.VirtualMachine.fromVmId(stack, 9000, said);
      machine(stack, { boot: c.BootSource.fromClone(template), description: template.name });
    },
    props: { node: ["pve7", "node_name"], name: ["probe", "description"] },
  },
  ImageProps: {
    say: made(c.Image), beside: image,
    props: {
      node: ["pve7", "node_name"], storage: ["probe", "datastore_id"], url: ["https://example.org/probe.qcow2", "url"], content: ["iso", "content_type"], fileName: ["probe.qcow2", "file_name"],
      checksum: [{ algorithm: "sha256", value: "a".repeat(64) }, "checksum", "a".repeat(64)], compression: ["zst", "decompression_algorithm"], overwrite: [false, "overwrite"], overwriteUnmanaged: [true, "overwrite_unmanaged"],
      verify: [false, "verify"], timeout: [c.Duration.minutes(20), "upload_timeout", 1200],
    },
  },
  SnippetProps: {
    say: made(c.Snippet), beside: { node: "pve1", storage: "local", text: "x" },
    props: { node: ["pve7", "node_name"], storage: ["probe", "datastore_id"], text: ["a probe", "data"], fileName: ["probe.yaml", "file_name"], executable: [true, "file_mode", "0700"] },
  },
  // Guests that are older than their code keep the name that they have, wherever the construct is.
  ProxmoxStackOptions: {
    say: (stack, said) => {
      const lab = new c.ProxmoxStack(stack.node.root, "lab", said);
      new c.ProxmoxProvider(lab);
      machine(new Construct(lab, "k3s"), { vmId: 101 }, "probe");
    },
    props: { adopted: [true, "name", "probe"] },
  },
  // An image on a shared storage is one for all nodes; anything else is refused of another node, and told of by a test of its own.
  StorageReferenceOptions: {
    say: (stack, said) => {
      const { onlyOn = "every node" } = new c.Image(stack, "debian", { ...image, storage: c.Storage.fromName(stack, "local", said) });
      new TerraformOutput(stack, "on", { value: onlyOn });
    },
    props: { shared: [true, "value", "every node"] },
  },
  AliasProps: { say: made(c.Alias), beside: { cidr: "10.0.0.1" }, props: { name: ["probe", "name"], cidr: ["10.0.0.7", "cidr"], comment: ["a probe", "comment"] } },
  ClusterFirewallProps: { say: made(c.ClusterFirewall), beside: { enabled: true, managementFrom: ["10.0.0.0/24"] }, props: { managementFrom: [["10.7.0.0/24"], "source", "10.7.0.0/24"], rules } },
  FirewallRulesProps: { say: made(c.FirewallRules), props: { rules } },
  NodeFirewallProps: { say: made(c.NodeFirewall), beside: { node: "pve1", enabled: true }, props: { rules } },
  SecurityGroupProps: { say: made(c.SecurityGroup), props: { rules } },
  GrantOptions: { say: (stack, said) => machine(stack).grant(new c.User(stack, "kim@pve"), "PVEVMUser", said), props: { propagate: [false, "propagate"] } },
  GuestFirewallOptions: {
    say: (stack, said) => machine(stack).firewall.enable(said),
    props: {
      input: ["REJECT", "input_policy"], output: ["DROP", "output_policy"], dhcp: [false, "dhcp"], neighbourDiscovery: [false, "ndp"], routerAdvertisements: [true, "radv"], macFilter: [false, "macfilter"], ipFilter: [true, "ipfilter"],
      logInput: ["alert", "log_level_in"], logOutput: ["alert", "log_level_out"],
    },
  },
  GroupOptions: { say: (stack, said) => machine(stack).firewall.addGroup("web", said), props: { interface: ["net7", "iface"], comment: ["a probe", "comment"] } },
  HaOptions: {
    say: (stack, said) => machine(stack).enableHa(said),
    props: { state: ["stopped", "state"], maxRestart: [7, "max_restart"], maxRelocate: [8, "max_relocate"], failback: [false, "failback"], group: ["probe", "group"], comment: ["a probe", "comment"] },
  },
  HaRuleOptions: {
    say: (stack, said: object) => c.Ha.keepTogether(stack, "near", { guests: kept(stack), ...said }),
    props: { guests: [["vm:4711", "vm:4712"].map((haId, at) => ({ haId, vmId: 4711 + at })), "resources", ["vm:4711", "vm:4712"]], ...haRule },
  },
  HaPreference: {
    say: (stack, said: object) => c.Ha.prefer(stack, "near", { guests: kept(stack), nodes: { pve1: 1 }, ...said }),
    props: { guests: [[{ haId: "vm:4711", vmId: 4711 }], "resources", ["vm:4711"]], nodes: [{ pve7: 7 }, "nodes"], strict: [true, "strict"], ...haRule },
  },
  ReplicationOptions: {
    say: (stack, said) => machine(stack).replicateTo("pve2", said),
    props: { every: [c.Duration.minutes(30), "schedule", "*/30"], schedule: ["22:00", "schedule"], rate: [7, "rate"], disable: [true, "disable"], comment: ["a probe", "comment"] },
  },
  RoleProps: { say: made(c.Role), beside: { privileges: ["VM.Audit"] }, props: { privileges: [["VM.Console"], "privileges"] } },
  SdnSubnetProps: { say: made(c.SdnSubnet), beside: { vnet: "vnet1", cidr: "10.0.0.0/24", zone: "lab", adopt: true }, props: { zone: ["probe", "id", "vnet1/probe-10.0.0.0-24"] } },
  SdnVnetProps: { say: made(c.SdnVnet), beside: { zone: "lab" }, props: { subnets: [[{ cidr: "10.7.0.0/24" }], "cidr", "10.7.0.0/24"] } },
  UserProps: { say: (stack, said: object) => new c.User(stack, "kim", said), props: { realm: ["pam", "user_id", "kim@pam"] } },
  UserTokenOptions: { say: (stack, said) => new c.User(stack, "kim@pve").addToken("ci", said), props: token },
  UserTokenProps: {
    say: (stack, said: object) => new c.UserToken(stack, "one", { user: c.User.fromId(stack, "kim@pve"), ...said }),
    props: { user: [{ userId: "probe@pve", grantee: { userId: "probe@pve" } }, "user_id", "probe@pve"], ...token },
  },
};

/** What every construct or guest takes: each is tried by tests of its own. */
const shared = ["ClusterOptions", "GuestOptions", "ManagedOptions", "SdnOptions", "TemplateOptions"];

/** All that a configuration says under a name, wherever that is. */
function saidAs(attribute: string, value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === "//" ? [] : [...(name === attribute ? [inner] : []), ...saidAs(attribute, inner)]));
}

const texts = (attribute: string, { say, beside }: Sayings, props: object): readonly string[] => {
  const stacks = synthesise((app: App) => {
    const stack = new c.ProxmoxStack(app, "home");
    new c.ProxmoxProvider(stack);
    say(stack, { ...beside, ...props } as never);
  }, { skipValidation: false });
  return Object.values(stacks).flatMap((text) => saidAs(attribute, JSON.parse(text))).map((one) => JSON.stringify(one));
};

describe("each prop that is not of the table reaches Terraform:", () => {
  for (const [name, sayingsOf] of Object.entries(sayings)) {
    for (const [prop, [said, attribute, becomes = said]] of Object.entries(sayingsOf.props)) {
      it(`${name}.${prop} as ${attribute}`, () => {
        const wanted = JSON.stringify(becomes);
        expect(texts(attribute, sayingsOf, { [prop]: said })).to.include(wanted);
        expect(texts(attribute, sayingsOf, {})).not.to.include(wanted);
      });
    }
  }

  it("every one that is declared is among these", function () {
    this.timeout(60_000);
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const entry = join(root, "constructs/index.ts");
    const program = ts.createProgram([entry], { ...ts.parseJsonConfigFileContent(config, ts.sys, root).options, noEmit: true });
    const checker = program.getTypeChecker();
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!).map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
    const interfaces = exported.filter(({ name, flags }) => (flags & ts.SymbolFlags.Interface) !== 0 && /(Props|Options|Defaults|Preference)$/.test(name));
    const membersOf = (symbol: ts.Symbol) => checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    const common = new Set(interfaces.filter(({ name }) => shared.includes(name)).flatMap(membersOf).map(({ name }) => name));
    const isOwn = (member: ts.Symbol) => !common.has(member.name) && member.declarations?.every((one) => one.getSourceFile().fileName.includes("/generated/")) !== true;
    const declared = interfaces.filter(({ name }) => !shared.includes(name)).flatMap((symbol) => membersOf(symbol).filter(isOwn).map((member) => `${symbol.name}.${member.name}`));
    expect(declared.length).to.be.above(100);
    expect(declared.filter((name) => !name.startsWith("Template")).sort()).to.deep.equal(Object.entries(sayings).flatMap(([name, { props }]) => Object.keys(props).map((prop) => `${name}.${prop}`)).sort());
  });
});

