import { expect } from "chai";
import { Duration } from "../../../lib/pve/duration";
import { Size } from "../../../lib/pve/size";

describe("a size", () => {
  it("is the same in each unit, and keeps the one that it was said in", () => {
    const same = [Size.bytes(2 ** 40), Size.kibibytes(2 ** 30), Size.mebibytes(2 ** 20), Size.gibibytes(1024), Size.tebibytes(1)];
    for (const size of same) expect([size.toBytes(), size.toMebibytes(), size.toGibibytes()], String(size)).to.deep.equal([2 ** 40, 2 ** 20, 1024]);
    expect(same.map(String)).to.deep.equal(["1099511627776", "1073741824K", "1048576M", "1024G", "1T"]);
    expect(Size.gibibytes(8.5).toMebibytes()).to.equal(8704);
  });

  it("is read as Proxmox VE writes it, and from nothing else", () => {
    for (const [text, bytes] of [["32G", 2 ** 35], ["528K", 528 * 1024], ["8.5g", 8.5 * 2 ** 30], ["0T", 0], ["1073741824", 2 ** 30]] as const) expect(Size.parse(text)?.toBytes(), text).to.equal(bytes);
    for (const text of ["", "G", "-1G", "1GiB", "1 G", "1,5G", "none"]) expect(Size.parse(text), text).to.equal(undefined);
  });
});

describe("a length of time", () => {
  it("is the same in each unit, and keeps the one that it was said in", () => {
    const same = [Duration.milliseconds(7_200_000), Duration.seconds(7200), Duration.minutes(120), Duration.hours(2)];
    for (const time of same) expect([time.toMilliseconds(), time.toSeconds()], String(time)).to.deep.equal([7_200_000, 7200]);
    expect(same.map(String)).to.deep.equal(["7200000ms", "7200s", "120m", "2h"]);
  });
});
