import { expect } from "chai";
import { type App, type TerraformStack, TerraformVariable, Token } from "cdktf";
import fc from "fast-check";
import { formOf } from "../../constructs/check/form";
import { soundProps } from "../../constructs/check/sound";
import { formOfTable } from "../../constructs/check/table-form";
import {
  AcmeAccount, BootSource, Bridge, Container, HaRule, Image, NfsStorage, Node, NodeNotes, PciMapping, Pool, ProxmoxProvider, ProxmoxStack, Size, Snippet, User, VirtualMachine,
} from "../../constructs/index";
import { catalog } from "../../lib/schema/catalog";
import { placesOf } from "../../lib/schema/places";
import { toProps } from "../../lib/schema/props";
import { asWritten, type GuestTable, type Member } from "../../lib/schema/row";
import { writeGuest } from "../../lib/schema/write";
import { recordedGuests } from "../support/guests";
import { problemsOf } from "../support/problems";
import { synthesise } from "../support/synthesis";

/* eslint-disable @typescript-eslint/no-explicit-any -- What is tried here is what the compiler would refuse. */
const machine = (props: any) => problemsOf((stack) => void new VirtualMachine(stack, "web", { node: "pve1", ...props })).map((problem) => problem.replace("[home/web] ", ""));
const container = (props: any) => problemsOf((stack) => void new Container(stack, "db", { node: "pve1", ...(props.clone === undefined && props.operatingSystem === undefined && { operatingSystem: { type: "debian", template: "local:vztmpl/debian-13.tar.zst" } }), ...props })).map((problem) => problem.replace("[home/db] ", ""));

describe("what props are of another type than they must be", () => {
  const wrong: readonly (readonly [string, unknown, string])[] = [
    ["cores without their object", { cpu: 4 }, "cpu: expected an object such as { cores: 4 }, got 4"],
    ["an object without a short form, as text", { cpu: "host" }, 'cpu: expected an object such as { cores: 1 }, got "host"'],
    ["an object as a list", { cpu: [{ cores: 4 }] }, "cpu: expected an object such as { cores: 1 }, got a list"],
    ["a bare number for a size", { memory: 4096 }, "memory: expected an object such as { dedicated: Size.mebibytes(4096) }, got 4096"],
    ["the same inside", { memory: { dedicated: 4096 } }, "memory.dedicated: expected a size such as Size.mebibytes(4096), got 4096"],
    ["a size that counts in something else", { disks: [{ interface: "scsi0", size: 32 }] }, "disks[0].size: expected a size such as Size.gibibytes(32), got 32"],
    ["text for a size", { disks: [{ interface: "scsi0", size: "32G" }] }, 'disks[0].size: expected a size such as Size.gibibytes(4), got "32G"'],
    ["a size of text", { memory: Size.gibibytes("4" as any) }, 'memory: expected an object such as { dedicated: Size.gibibytes(4) }, got a size of "4"'],
    ["an object for a list", { disks: { interface: "scsi0" } }, 'disks: expected a list of objects such as [{ interface: "scsi0" }], got an object'],
    ["text for a list of texts", { tags: "web" }, 'tags: expected a list of texts such as ["web"], got "web"'],
    ["a number among texts", { tags: ["web", 1] }, "tags[1]: expected text, got 1"],
    ["a hole in a list", { networkDevices: [{}, undefined] }, 'networkDevices[1]: expected an object such as { bridge: "vmbr0" }, got nothing'],
    ["what a condition leaves in a list", { networkDevices: [false] }, 'networkDevices[0]: expected an object such as { bridge: "vmbr0" }, got false'],
    ["text for a flag", { onBoot: "yes" }, 'onBoot: expected true or false, got "yes"'],
    ["a number for a flag", { onBoot: 1 }, "onBoot: expected true or false, got 1"],
    ["text for a number", { cpu: { cores: "4" } }, 'cpu.cores: expected a number, got "4"'],
    ["what is not a number", { cpu: { cores: NaN } }, "cpu.cores: expected a number, got NaN"],
    ["an endless number", { cpu: { limit: Infinity } }, "cpu.limit: expected a number, got Infinity"],
    ["a large integer", { cpu: { cores: 4n } }, "cpu.cores: expected a number, got 4n"],
    ["a number for text", { description: 5 }, "description: expected text, got 5"],
    ["null", { description: null }, "description: expected text, got null"],
    ["a number for a reference", { node: 1 }, 'node: expected a node, or its name such as "pve1", got 1'],
    ["a reference to something else", { pool: { nodeName: "pve1" } }, 'pool: expected a pool, or its name such as "prod", got an object'],
    ["a duration as text", { timeoutClone: "30s" }, 'timeoutClone: expected a duration such as Duration.seconds(30), or a number of seconds, got "30s"'],
    ["a duration where Go writes one", { agent: { timeout: 900 } }, "agent.timeout: expected a duration such as Duration.seconds(30), got 900"],
    ["a promise that nobody awaits", { description: Promise.resolve("x") }, "description: expected text, got a promise, which must be awaited"],
    ["a set for a list", { tags: new Set(["a"]) }, 'tags: expected a list of texts such as ["…"], got a set'],
    ["a function", { name: () => "web" }, "name: expected text, got a function"],
    ["no boot source", { boot: "scsi0" }, 'boot: expected what it is made from, such as BootSource.fromClone(9000), got "scsi0"'],
    ["a policy that there is not", { removalPolicy: "protected" }, 'removalPolicy: expected "protect" or "destroy", got "protected"'],
    ["no list of what is ignored", { ignoreChanges: "disks" }, 'ignoreChanges: expected a list of texts such as ["disks"], got "disks"'],
    ["a flag of pmpc's as text", { adopt: "yes" }, 'adopt: expected true or false, got "yes"'],
    ["a provider by its name", { provider: "lab" }, 'provider: expected a provider such as new ProxmoxProvider(stack, { alias: "lab" }), got "lab"'],
    ["a clone of nothing", { boot: BootSource.fromClone("9000" as any) }, 'clone.vmId: expected a guest, or its number, got "9000"'],
    ["an image that is none", { boot: BootSource.fromImage(5 as any) }, "disks[0].importFrom: expected an image, or its volume such as \"local:iso/debian-13.iso\", got 5"],
    ["an image's disk that is none", { boot: BootSource.fromImage("local:import/a.qcow2", "32G" as any) }, 'disks[0]: expected an object such as { interface: "scsi0" }, got "32G"'],
  ];
  for (const [what, props, problem] of wrong) it(`is ${what}`, () => expect(machine(props)).to.deep.equal([problem]));

  it("is said all at once, with what else is wrong", () => {
    expect(machine({ cpu: 4, memory: 4096, tags: "web", onboot: true, machine: "q36" })).to.deep.equal([
      "cpu: expected an object such as { cores: 4 }, got 4",
      "memory: expected an object such as { dedicated: Size.mebibytes(4096) }, got 4096",
      'tags: expected a list of texts such as ["web"], got "web"',
      "onboot is not known; did you mean onBoot?",
      'machine is "q36", which the provider refuses; say q35, virt, or a version of pc, q35 or virt',
    ]);
    const all = problemsOf((stack) => {
      new VirtualMachine(stack, "a", { node: "pve1", cpu: 4 } as any);
      new Container(stack, "b", { node: "pve1", memory: 512 } as any);
      new Pool(stack, "c", { comment: 5 } as any);
    });
    expect(all).to.deep.equal([
      "[home/a] cpu: expected an object such as { cores: 4 }, got 4",
      "[home/b] memory: expected a size such as Size.mebibytes(512), got 512",
      "[home/c] comment: expected text, got 5",
    ]);
  });

  it("is a prop under another name: Terraform's, Proxmox VE's, or that of a prop inside of an object", () => {
    expect(machine({ node_name: "pve1", vm_id: 5, cores: 4, datastoreId: "tank", net0: "virtio", hostpci: [], username: "kim", ostype: "l26", initialization: {}, vlanId: 5, size: 8 })).to.deep.equal([
      ["node_name", "node"], ["vm_id", "vmId"], ["cores", "cpu.cores"], ["datastoreId", "disks[0].storage"], ["net0", "networkDevices"], ["hostpci", "pciDevices"], ["username", "cloudInit.userAccount.username"],
      ["ostype", "operatingSystem.type"], ["initialization", "cloudInit"], ["vlanId", "networkDevices[0].vlanId"], ["size", "disks[0].size"],
    ].map(([said, meant]) => `${said} is not known; did you mean ${meant}?`));
    expect(container({ rootfs: {}, mp0: {}, nesting: true })).to.deep.equal([["rootfs", "rootDisk"], ["mp0", "mountPoints"], ["nesting", "features.nesting"]].map(([said, meant]) => `${said} is not known; did you mean ${meant}?`));
    expect(problemsOf((stack) => void new AcmeAccount(stack, "acme", { contact: "x@y.z", tos: "https://…" } as any))).to.deep.equal(["[home/acme] tos is not known; did you mean terms?"]);
  });

  it("is a prop that another construct has under another word, or the opposite of one", () => {
    expect(problemsOf((stack) => {
      new NodeNotes(stack, "a", { node: "pve1", notes: "Rack 1" } as any);
      new PciMapping(stack, "gpu", { comment: "GPU", devices: [{ node: "pve1", id: "10de:2684", path: "0000:01:00", notes: "first" }] } as any);
      new VirtualMachine(stack, "c", { node: "pve1", comment: "web" } as any);
      new Pool(stack, "d", { description: "prod", vms: [] } as any);
      new NfsStorage(stack, "nas", { server: "10.0.0.9", export: "/a", content: ["images"], enabled: false } as any);
      new User(stack, "f", { disable: true } as any);
      new HaRule(stack, "near", { type: "node-affinity", guests: ["vm:100"], nodes: ["pve1"], enable: true } as any);
    })).to.deep.equal([
      "[home/a] notes is not known; did you mean description?",
      "[home/gpu] comment is not known; did you mean description?",
      "[home/gpu] devices[0].notes is not known; did you mean description?",
      "[home/c] comment is not known; did you mean description?",
      "[home/d] description is not known; did you mean comment?",
      "[home/d] vms is not known; take it away",
      "[home/nas] enabled is not known; say disable, which is the opposite",
      "[home/f] disable is not known; say enabled, which is the opposite",
      "[home/near] enable is not known; say disable, which is the opposite",
    ]);
  });

  it("ends the synthesis where an app skips its validation, too: nothing is lost in silence", () => {
    const build = (props: any) => (app: App) => {
      const stack = new ProxmoxStack(app, "home");
      new ProxmoxProvider(stack, props.provider ?? {});
      new VirtualMachine(stack, "a", { node: "pve1", ...props.machine });
      new Pool(stack, "c", { name: "prod", ...props.pool });
    };
    expect(() => synthesise(build({ machine: { cpu: 4, onboot: true }, pool: { comment: 5 }, provider: { insecure: "no" } }), { skipValidation: true })).to.throw(
      "[home/(provider)] insecure: expected true or false, got \"no\"\n[home/a] cpu: expected an object such as { cores: 4 }, got 4\n[home/a] onboot is not known; did you mean onBoot?\n[home/c] comment: expected text, got 5",
    );
    // What is only of our opinion is written as it is written.
    expect(synthesise(build({ machine: { machine: "q36" } }), { skipValidation: true }).home).to.include('"machine": "q36"');
  });

  it("is said of a guest that was there before the code, too", () => {
    expect(machine({ vmId: 100, adopt: true, cpu: 4 })).to.deep.equal(["cpu: expected an object such as { cores: 4 }, got 4"]);
  });

  it("is said of containers, their cards and the addresses beside them", () => {
    expect(container({ networkInterfaces: [{ name: "eth0", ip: 10, gateway: null }], environment: { A: 1 }, rootDisk: "tank" })).to.deep.equal([
      "networkInterfaces[0].ip: expected text, got 10",
      "networkInterfaces[0].gateway: expected text, got null",
      'environment.A: expected text, got a number',
      'rootDisk: expected an object such as { storage: "tank" }, got "tank"',
    ]);
  });

  it("shows no secret", () => {
    expect(machine({ cloudInit: { userAccount: { password: 4711 } } })).to.deep.equal(["cloudInit.userAccount.password: expected text, got a number"]);
    expect(machine({ cloudInit: { userAccount: "hunter2" } })).to.have.length(1).and.satisfy(([problem]: string[]) => !problem!.includes("hunter2"));
    const provided = problemsOf((stack) => void new ProxmoxProvider(stack, { alias: "lab", apiToken: ["root@pam!a=hunter2"], ssh: { password: { a: "hunter2" } } } as any));
    expect(provided).to.have.length(2).and.satisfy((problems: string[]) => !problems.join().includes("hunter2"));
  });

  it("is said where there are no props at all", () => {
    expect(problemsOf((stack) => void new (VirtualMachine as any)(stack, "web"))).to.deep.equal(['[home/web] expected an object such as { node: "pve1" }, got nothing']);
    expect(problemsOf((stack) => void new (Bridge as any)(stack, "vmbr1", "pve1"))).to.deep.equal(['[home/vmbr1] expected an object such as { node: "pve1" }, got "pve1"']);
  });

  it("is said of everything else, too", () => {
    const problems = problemsOf((stack, app) => {
      const to = { node: "pve1", storage: "local" };
      new Bridge(stack, "vmbr1", { node: "pve1", ports: "enp1s0", vlanaware: true } as any);
      new Image(stack, "noble", { ...to, url: "https://example.org/a.iso", checksum: "abc", timeout: "10" } as any);
      new Image(stack, "empty", { node: "pve1" } as any);
      new Snippet(stack, "user", { ...to, text: { a: 1 } } as any);
      new NfsStorage(stack, "nas", { content: "backups" } as any);
      new NfsStorage(stack, "nas2", { server: "nas", export: 5, retention: { keepDaily: "7" } } as any);
      new ProxmoxProvider(stack, { alias: "lab", insecure: "yes", ssh: { nodes: ["pve1"] }, endpiont: "https://pve1.lan" } as any);
      new ProxmoxStack(app, "lab", { adopt: true } as any);
      Node.fromName(stack, 5 as any);
      Image.fromVolume(stack, undefined as any);
      VirtualMachine.fromVmId(stack, "9000" as any);
    });
    expect(problems).to.have.members([
      '[home/vmbr1] ports: expected a list of interfaces such as ["bond0"], got "enp1s0"',
      "[home/vmbr1] vlanaware is not known; did you mean vlanAware?",
      '[home/noble] checksum: expected an object such as { algorithm: "md5", value: "…" }, got "abc"',
      '[home/noble] timeout: expected a duration such as Duration.seconds(10), or a number of seconds, got "10"',
      "[home/empty] storage is missing; say it",
      "[home/empty] url is missing; say it",
      "[home/user] text: expected text, got an object",
      '[home/nas] content: expected a list of texts such as ["backups"], got "backups"',
      "[home/nas] server is missing; say it",
      "[home/nas] export is missing; say it",
      "[home/nas2] export: expected text, got 5",
      '[home/nas2] retention.keepDaily: expected a number, got "7"',
      '[home/(provider lab)] insecure: expected true or false, got "yes"',
      '[home/(provider lab)] ssh.nodes[0]: expected an object such as { name: "…", address: "…" }, got "pve1"',
      "[home/(provider lab)] endpiont is not known; did you mean endpoint?",
      "[home] lab: adopt is not known; did you mean adopted?",
      "[home] Node.fromName: expected text, got 5",
      "[home] Image.fromVolume: expected text, got nothing",
      '[home] VirtualMachine.fromVmId: expected a number, got "9000"',
    ]);
  });
});

describe("props of a right type", () => {
  const token = (stack: TerraformStack) => new TerraformVariable(stack, "v", {});

  it("are tokens of every kind", () => {
    const problems = problemsOf((stack) => {
      const { value, stringValue, numberValue, booleanValue } = token(stack);
      new VirtualMachine(stack, "web", {
        node: stringValue, cpu: { cores: numberValue, numa: booleanValue as any }, tags: Token.asList(value), description: `a ${stringValue}`, agent: booleanValue as any,
        memory: Size.mebibytes(numberValue), timeoutClone: numberValue, disks: [{ interface: stringValue, storage: stringValue }], boot: BootSource.fromClone(numberValue),
      });
      new Container(stack, "db", { node: stringValue, operatingSystem: { type: "debian", template: "local:vztmpl/debian-13.tar.zst" }, environment: { A: stringValue }, networkInterfaces: [{ name: "eth0", ip: stringValue }] });
    });
    expect(problems).to.deep.equal([]);
  });

  it("are numbers of tokens that are in a list or a map of texts", () => {
    const form = formOfTable(catalog.lxc.rows, formOf(new Map()));
    const number = Token.asNumber({ resolve: () => 1 });
    expect(soundProps(form, { node: "pve1", tags: [number], environment: { A: number } } as never).problems).to.deep.equal([]);
  });

  it("are not a token for a whole device, whose props nobody could tell apart", () => {
    const build = (stack: TerraformStack, { value } = token(stack)): void => void new VirtualMachine(stack, "web", { node: "pve1", cpu: value, disks: value } as any);
    expect(problemsOf((stack) => build(stack)).map((one) => one.replace(/^.*: expected.*, got/, "got"))).to.deep.equal(["got a token", "got a token"]);
  });

  it("are what objects of classes say, inherited or computed", () => {
    class Small {
      readonly node = "pve1";
      get cpu() {
        return { cores: 2 };
      }
    }
    class Cores {
      readonly cores = 8;
    }
    const said = [new Small(), { node: "pve1", cpu: new Cores() }, Object.create({ node: "pve1", cpu: { cores: 4 } })].map((props) => {
      let cores: unknown;
      expect(problemsOf((stack) => void (cores = new VirtualMachine(stack, "web", props as any).resource.cpu.coresInput))).to.deep.equal([]);
      return cores;
    });
    expect(said).to.deep.equal([2, 8, 4]);
  });

  const formOfGuests = (table: GuestTable) => formOfTable(table.rows, formOf(new Map()));

  it("are those of every guest that an import writes", () => {
    const problems = recordedGuests.flatMap(({ name, guest }) => {
      const table = catalog[guest.type];
      const written = (() => {
        try {
          return writeGuest(guest);
        } catch {
          return undefined;
        }
      })();
      return written === undefined ? [] : soundProps(formOfGuests(table), toProps(table, written.config, placesOf(guest))).problems.map((problem) => `${name}: ${problem}`);
    });
    expect(problems).to.deep.equal([]);
  });

  // ---- the whole table -------------------------------------------------------------------------------------------------------

  interface Place {
    readonly path: string;
    readonly type: string;
    readonly put: (value: unknown) => Record<string, unknown>;
  }

  /** Every prop of a table, with how to say just that. */
  function placesIn(members: readonly Member[], path = "", put: Place["put"] = (value) => value as Record<string, unknown>): Place[] {
    return members.map(asWritten).flatMap((member): Place[] => {
      const { prop } = member;
      if (prop === null || member.terraform === null) return [];
      if (member.kind === "row") return [{ path: path + prop, type: member.shape.type, put: (value) => put({ [prop]: value }) }];
      if (member.flat) return placesIn(member.rows, path, put);
      const [list, isList] = [member.beside ?? prop, member.beside !== undefined || (member.from !== undefined && member.from.is !== "key")];
      const whole: Place[] = member.short === undefined && member.beside === undefined ? [{ path: path + prop, type: isList ? "list" : "object", put: (value) => put({ [prop]: value }) }] : [];
      return [...whole, ...placesIn(member.rows, `${path}${list}${isList ? "[0]" : ""}.`, (inner) => put({ [list]: isList ? [inner] : inner }))];
    });
  }

  /** Other values are tried with `PMPC_SEED=7`; a failure names its seed and the path to it. */
  const seeded = { seed: Number(process.env.PMPC_SEED ?? 20261130) };

  /** Whether cdktf takes a value, or something in it, for a token: one of 65,536 numbers looks like one, and stands for anything then. */
  const holdsToken = (value: unknown): boolean =>
    Token.isUnresolved(value) || (typeof value === "object" && value !== null && (Array.isArray(value) ? value : [...Object.keys(value), ...Object.values(value)]).some(holdsToken));

  /** Whether a value is of a type, as TypeScript would say. */
  function isOf(type: string, value: unknown): boolean {
    if (type === "object") return Object.prototype.toString.call(value) === "[object Object]";
    if (type === "list") return Array.isArray(value) && value.every((one) => isOf("object", one));
    if (type === "readonly string[]") return Array.isArray(value) && value.every((one) => typeof one === "string");
    if (type.startsWith("Readonly")) return isOf("object", value) && Object.values(value as object).every((one) => typeof one === "string");
    return type.split(" | ").some((one) => (one === "number" ? Number.isFinite(value) : typeof value === (one.startsWith('"') ? "string" : one)));
  }

  for (const table of Object.values(catalog)) {
    const places = placesIn(table.rows);
    it(`are told from all others at every one of the ${places.length} props of a ${table.construct}`, () => {
      expect(places.length).to.be.above(80);
      const form = formOfGuests(table);
      fc.assert(
        fc.property(fc.constantFrom(...places), fc.oneof(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }), fc.string(), fc.double(), fc.array(fc.string()), fc.boolean()), ({ path, type, put }, value) => {
          fc.pre(value !== undefined && !holdsToken(value));
          const problems = soundProps(form, put(value)).problems.filter((problem) => !/ is missing; say it$| is not known; /.test(problem));
          const about = problems.filter((problem) => problem.startsWith(`${path}: expected `) || problem.startsWith(`${path}[`) || problem.startsWith(`${path}.`));
          expect(about, path).to.deep.equal(problems);
          if (type !== "list" && type !== "object") expect(problems.length === 0, `${path} (${type})`).to.equal(isOf(type, value));
          else if (!isOf(type, value)) expect(problems, path).not.to.deep.equal([]);
        }),
        { ...seeded, numRuns: 3000 },
      );
    });

    it(`keep what is right beside what is wrong, in a ${table.construct}`, () => {
      const form = formOfGuests(table);
      for (const { path, put } of places) {
        const { props, problems } = soundProps(form, { description: "kept", ...put(Symbol("wrong")) });
        expect(problems.filter((problem) => problem.startsWith(`${path}: expected `)), path).to.have.length(1);
        expect(props).to.have.property("description", path === "description" ? undefined : "kept");
      }
    });
  }

  it("are what a construct is made of, whatever was said", () => {
    const places = Object.values(catalog).map((table) => placesIn(table.rows));
    const constructs = [VirtualMachine, Container] as const;
    fc.assert(
      fc.property(fc.nat(1), fc.nat(), fc.anything(), (kind, at, value) => {
        const { put, path } = places[kind]![at % places[kind]!.length]!;
        fc.pre(value !== undefined);
        const problems = problemsOf((stack) => void new (constructs[kind] as any)(stack, "web", { node: "pve1", ...put(value) }));
        for (const problem of problems) expect(problem, path).to.match(/^\[home\/web\] /);
      }),
      { ...seeded, numRuns: 300 },
    );
  });
});
