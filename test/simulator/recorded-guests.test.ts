import { expect } from "chai";
import { oddGuests, whenAll } from "../support/fixture";
import { askerOf, small } from "./asker";
import { compare } from "../../generator/simulator/scene/likeness";

describe(`simulator beside Proxmox's own test configurations${whenAll}`, () => {
  it("answers config, pending and snapshots of all of them", function () {
    if (!oddGuests) return this.skip();
    const guests = (["qemu", "lxc"] as const).flatMap((type) => Object.entries(oddGuests![type]).map(([name, guest]) => ({ type, name, guest })));
    const path = (type: string, index: number) => `nodes/pve/${type === "qemu" ? "qemu-server" : "lxc"}/${100 + index}.conf`;
    const asker = askerOf(small(Object.fromEntries(guests.map(({ type, guest }, index) => [path(type, index), guest.conf]))));
    const different = guests.flatMap(({ type, name, guest }, index) =>
      Object.entries(guest.http)
        .filter(([address]) => address !== "cloudinit")
        .filter(([address, { status, body }]) => {
          const simulated = asker.get(`/nodes/pve/${type}/${100 + index}/${address}`);
          return compare({ status, body }, { status: simulated.status, body: simulated.body }).length > 0;
        })
        .map(() => `${type} ${name}`),
    );
    expect([...new Set(different)]).to.deep.equal([]);
    expect(guests).to.have.lengthOf(178);
  });
});
