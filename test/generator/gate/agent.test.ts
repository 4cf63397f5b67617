import { expect } from "chai";
import { patient, type LastKnown } from "../../../generator/gate/agent";
import { lastKnownIn } from "../../../generator/gate/last-known";
import type { GateResponse } from "../../../generator/gate/message";
import { parseRequest } from "../../../generator/gate/parse";

const interfaces = "/nodes/pve/qemu/100/agent/network-get-interfaces";
const card = { name: "eth0", "hardware-address": "bc:24:11:00:00:01", "ip-addresses": [{ "ip-address": "10.0.0.5", "ip-address-type": "ipv4", prefix: 24 }] };

/** What a provider is told that reads a guest: its configuration, and its addresses as often as it asks. */
async function told(answer: GateResponse, times = 1, lastKnown?: LastKnown, address = interfaces): Promise<readonly number[]> {
  const handle = patient(async ({ address: asked }) => (asked === address ? answer : { status: 200, data: {} }), lastKnown);
  const ask = async (url: string) => {
    const request = parseRequest({ method: "GET", url: `/api2/json${url}`, headers: {}, text: "" });
    if ("status" in request) throw new Error(url);
    return (await handle(request)).status;
  };
  await ask(address.replace(/\/(agent\/)?[a-z-]+$/, "/config"));
  return Promise.all(Array.from({ length: times }, () => ask(address)));
}

describe("a guest that is to say its addresses", () => {
  it("is told as it says them, and is never waited for where it does not", async () => {
    expect(await told({ status: 200, data: { result: [card] } })).to.deep.equal([200]);
    const silent: readonly GateResponse[] = [{ status: 500, reason: "QEMU guest agent is not running" }, { status: 596 }, { status: 504 }, { status: 200, data: null }, { status: 200, data: { result: [] } }, { status: 200, data: { result: [{ ...card, name: "lo" }] } }, { status: 200, data: { result: { error: "disabled" } } }];
    for (const answer of silent) expect(await told(answer), JSON.stringify(answer)).to.deep.equal([403]);
    expect(await told({ status: 401 })).to.deep.equal([401]);
    const container = "/nodes/pve/lxc/200/interfaces";
    expect(await told({ status: 200, data: [card] }, 1, undefined, container)).to.deep.equal([200]);
    for (const data of [null, [], [{ name: "eth0", "ip-addresses": [{ "ip-address": "fe80::1" }] }]]) expect(await told({ status: 200, data }, 1, undefined, container)).to.deep.equal([403]);
  });

  it("is answered for with what was known last, where anything was", async () => {
    expect(await told({ status: 500 }, 1, ({ vmId }) => (vmId === 100 ? { result: [card] } : undefined))).to.deep.equal([200]);
  });

  it("does not content a provider that waits for another kind of address: it asks again, and is sent on", async () => {
    expect(await told({ status: 200, data: { result: [card] } }, 3)).to.deep.equal([200, 403, 403]);
  });

  it("is remembered by Terraform's state as it told its addresses", () => {
    expect(lastKnownIn({ network_interface_names: ["lo", "eth0"], mac_addresses: ["00:00:00:00:00:00", "BC:24:11:00:00:01"], ipv4_addresses: [["127.0.0.1"], ["10.0.0.5"]], ipv6_addresses: [[], null] })).to.deep.equal({
      result: [
        { name: "lo", "hardware-address": "00:00:00:00:00:00", "ip-addresses": [{ "ip-address": "127.0.0.1", "ip-address-type": "ipv4" }] },
        { name: "eth0", "hardware-address": "bc:24:11:00:00:01", "ip-addresses": [{ "ip-address": "10.0.0.5", "ip-address-type": "ipv4" }] },
      ],
    });
    expect(lastKnownIn({ ipv4: { eth0: "10.0.0.6" }, ipv6: { eth0: "fd00::6" } })).to.deep.equal([{ name: "eth0", "ip-addresses": [{ "ip-address": "10.0.0.6", "ip-address-type": "inet" }, { "ip-address": "fd00::6", "ip-address-type": "inet6" }] }]);
    for (const nothing of [{}, { network_interface_names: [], mac_addresses: ["BC:24:11:00:00:01"] }, { network_interface_names: null }, { ipv4: {}, ipv6: null }]) expect(lastKnownIn(nothing)).to.equal(undefined);
  });
});
