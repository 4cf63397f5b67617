// pmpc wrote this file once and will not change it: it is yours.
import { Testing } from "cdktf";
import { Match, Template } from "pmpc/testing";
import { PveCluster } from "../cluster";

describe("the guests of pve", () => {
  const guests = Template.fromStack(new PveCluster(Testing.app()));

  it("have numbers of their own", () => guests.everyGuestDiffersIn("vmId"));
  it("have names of their own", () => guests.everyGuestDiffersIn("name"));
  it("have addresses of their own", () => guests.everyGuestDiffersIn("addresses"));
  it("have MAC addresses of their own", () => guests.everyGuestDiffersIn("macAddresses"));

  // Rules of your own: remove .skip from those that your guests should follow.
  it.skip("are protected from removal", () => guests.everyGuest({ protection: true }));
  it.skip("have tags", () => guests.everyGuest({ tags: Match.anyValue() }));
  it.skip("have names in lower case", () => guests.everyGuest({ name: Match.stringMatching(/^[a-z][a-z0-9.-]*$/) }));
});
