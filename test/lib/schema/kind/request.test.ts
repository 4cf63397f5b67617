import { expect } from "chai";
import { kinds } from "../../../../lib/schema/kind/all";
import { isHarmless, touchesOf, type Request } from "../../../../lib/schema/kind/request";

const touched = (request: Request) => touchesOf(kinds.all, request).map(({ kind, operation, parts }) => `${operation} ${kind.prefix} ${JSON.stringify(parts)}`);

/** What the provider was seen to send, and what it does. */
const cases: readonly [Request, ...string[]][] = [
  [{ method: "PUT", address: "/nodes/pve1/qemu/101/config" }, 'configure qemu {"node":"pve1","vmid":"101"}'],
  [{ method: "PUT", address: "/nodes/pve1/lxc/202/resize" }, 'resize lxc {"node":"pve1","vmid":"202"}'],
  [{ method: "POST", address: "/nodes/pve1/qemu/101/status/stop" }, 'stop qemu {"node":"pve1","vmid":"101"}'],
  [{ method: "POST", address: "/nodes/pve1/qemu", body: { vmid: "101", name: "web" } }, 'create qemu {"node":"pve1","vmid":"101"}'],
  [{ method: "POST", address: "/nodes/pve1/qemu/9000/clone", body: { newid: "101", target: "pve2" } }, 'clone qemu {"node":"pve2","source":"9000","vmid":"101"}'],
  [{ method: "POST", address: "/nodes/pve1/lxc/900/clone", body: { newid: "202" } }, 'clone lxc {"node":"pve1","source":"900","vmid":"202"}'],
  [{ method: "DELETE", address: "/nodes/pve1/qemu/101/?destroy-unreferenced-disks=1&purge=1" }, 'destroy qemu {"node":"pve1","vmid":"101"}'],
  [{ method: "DELETE", address: "/nodes/pve1/lxc/202/" }, 'destroy lxc {"node":"pve1","vmid":"202"}'],
  [{ method: "POST", address: "/nodes/pve1/qemu/101/migrate", body: { target: "pve2" } }, 'migrate qemu {"node":"pve1","vmid":"101"}'],
  [{ method: "POST", address: "/cluster/ha/resources/vm%3A101/migrate", body: { node: "pve2" } }, 'migrate qemu {"vmid":"101"}'],
  [{ method: "POST", address: "/cluster/ha/resources", body: { sid: "vm:101" } }, 'migrate qemu {"vmid":"101"}', 'create ha-resource {"sid":"vm:101"}'],
  [{ method: "POST", address: "/cluster/backup", body: { id: "nightly" } }, 'create backup-job {"id":"nightly"}'],
  [{ method: "PUT", address: "/access/users/ada%40pve" }, 'configure user {"userid":"ada@pve"}'],
  [{ method: "DELETE", address: "/access/users/ada@pve/token/ci" }, 'destroy token {"userid":"ada@pve","tokenid":"ci"}'],
  [
    { method: "PUT", address: "/pools?poolid=customers%2Facme", body: { vms: "101,202" } },
    'configure pool {"poolid":"customers/acme"}',
    ...["qemu", "lxc"].flatMap((type) => [`membership ${type} {"pool":"customers/acme","vmid":"101"}`, `membership ${type} {"pool":"customers/acme","vmid":"202"}`]),
  ],
  [{ method: "PUT", address: "/pools?poolid=prod", body: { storage: "tank" } }, 'membership storage {"pool":"prod","storage":"tank"}', 'configure pool {"poolid":"prod"}'],
  [{ method: "POST", address: "/storage", body: { storage: "tank", type: "nfs" } }, 'create storage {"storage":"tank"}'],
  [{ method: "PUT", address: "/nodes/pve1/network" }, ...["bond", "vlan", "bridge"].map((kind) => `apply ${kind} {"node":"pve1"}`)],
  [{ method: "DELETE", address: "/nodes/pve1/network/vmbr1" }, ...["bond", "vlan", "bridge"].map((kind) => `destroy ${kind} {"node":"pve1","iface":"vmbr1"}`)],
  [{ method: "POST", address: "/nodes/pve1/storage/local/download-url", body: { content: "iso", filename: "a,b.iso" } }, 'download image {"node":"pve1","storage":"local","file":"iso/a,b.iso"}'],
  [{ method: "POST", address: "/nodes/pve1/storage/local/upload" }, 'upload image {"node":"pve1","storage":"local"}'],
];

describe("what a request does", () => {
  for (const [request, ...expected] of cases) it(`${request.method} ${request.address}`, () => expect(touched(request)).to.have.members(expected));

  it("what no record has is nothing that is known", () => {
    const strangers: Request[] = [
      { method: "POST", address: "/nodes/pve1/qemu" },
      { method: "POST", address: "/nodes/pve1/qemu", body: { vmid: "99" } },
      { method: "PUT", address: "/nodes/pve1/qemu/101" },
      { method: "GET", address: "/nodes/pve1/qemu/101/config" },
      { method: "PUT", address: "/nodes/pve1/qemu/101/config/../../102/config" },
      { method: "PUT", address: "/nodes/pve1%2Fqemu/101/config" },
      { method: "PUT", address: "/nodes/%zz/qemu/101/config" },
      { method: "PUT", address: "/nodes/pve2%2Flxc%2F202%2Fconfig%2F..%2F../qemu/101/config" },
      { method: "PUT", address: "/nodes/../qemu/101/config" },
      { method: "DELETE", address: "/nodes/pve1/storage/local/content/iso%2F..%2F..%2Fx" },
      { method: "POST", address: "/nodes/pve1/execute", body: { commands: "[]" } },
      { method: "DELETE", address: "/nodes/pve1/qemu/101/snapshot/before" },
      { method: "PUT", address: "/pools?poolid=prod&x=1" },
    ];
    for (const request of strangers) expect(touched(request), `${request.method} ${request.address}`).to.deep.equal([]);
  });

  it("a login and a question to an agent change nothing", () => {
    expect(isHarmless({ method: "POST", address: "/access/ticket" })).to.equal(true);
    expect(isHarmless({ method: "POST", address: "/nodes/pve1/qemu/101/agent/ping" })).to.equal(true);
    expect(isHarmless({ method: "POST", address: "/nodes/pve1/qemu/101/agent/exec" })).to.equal(false);
    expect(isHarmless({ method: "PUT", address: "/access/ticket" })).to.equal(false);
  });
});
