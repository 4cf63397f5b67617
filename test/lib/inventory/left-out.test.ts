import { expect } from "chai";
import { keyOfLine, listLeftOut } from "../../../lib/inventory/left-out";
import { parseGuestFile } from "../../../lib/pve/guest-text";

describe("a line of a guest's file that Proxmox VE does not understand", () => {
  it("is named by its key, also where nothing follows it", () => {
    for (const [line, key] of [["machine:", "machine"], ["machine: ", "machine"], ["  cores :\t", "cores"], ["lxc.cap.drop =", "lxc.cap.drop"], ["sockets : 3", "sockets"], ["foo: bar", "foo"], ["token abc", "token"]] as const) expect(keyOfLine(line), line).to.equal(key);
  });

  it("is not named where it is a word alone, or what nobody would call a key: it may be a secret", () => {
    for (const line of ["hunter2", "c2VjcmV0==", "=", ":", "", `${"x".repeat(41)}:`, "Gr!mm:"]) expect(keyOfLine(line), line).to.equal(undefined);
  });

  it("is listed for every key of either guest that is there with nothing", () => {
    for (const [type, text] of [["qemu", "name: a\nmachine:\nargs:\ndescription:\n"], ["lxc", "hostname: a\nmemory:\nnet0:\nlxc.cgroup2.devices.allow\n"]] as const) {
      const lines = parseGuestFile(type, text).unparsed.map(({ number, text: line }) => ({ line: number, key: keyOfLine(line) }));
      expect(listLeftOut(lines)).to.equal(type === "qemu" ? "line 2 (machine), line 3 (args), line 4 (description)" : "line 2 (memory), line 3 (net0), line 4");
    }
  });
});
