import { expect } from "chai";
import { speak, type Host } from "../../../generator/engine/host";
import type { Event } from "../../../generator/engine/event";
import { sayLong } from "../../../generator/judge/takes-long";

describe("what is said of a program that takes long", () => {
  it("is how long it has been running, and that it is waited for", () => {
    const told: Event[] = [];
    const host: Host = { notify: (event) => told.push(event), ask: async () => undefined };
    const say = sayLong(speak(host, "1"), "terraform init");
    say(1);
    say(2);
    expect(told.map(({ says }) => says)).to.deep.equal([
      "terraform init has been running for a minute; pmpc waits for it, and Ctrl-C ends it",
      "terraform init has been running for 2 minutes; pmpc waits for it, and Ctrl-C ends it",
    ]);
    expect(told[1]!.data).to.deep.equal({ what: "terraform init", minutes: 2 });
  });
});
