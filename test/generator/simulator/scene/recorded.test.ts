import { expect } from "chai";
import { replayScenes, type Played } from "../../../../generator/simulator/scene/replay";
import { report } from "../../../../generator/simulator/scene/report";
import type { SceneFile } from "../../../../generator/simulator/scene/scene";
import { fixture, sharedFixture, whenAll } from "../../../support/fixture";

const modelled = ["guest", "task", "storage", "pool", "access"];
const isProvider = ({ scene }: Played) => scene.startsWith("terraform");
const wrong = (played: readonly Played[]) =>
  played.filter(({ differences }) => differences.length > 0).map(({ scene, step, request, differences }) => `${scene} ${step}: ${request}: ${JSON.stringify(differences[0])}`);

describe("replay of what Proxmox VE answered", () => {
  it("is equal for a virtual machine and a container that the provider makes, changes and destroys", () => {
    const played = replayScenes(fixture<SceneFile>("writes.json"));
    expect(wrong(played.filter((one) => isProvider(one) && modelled.includes(one.area)))).to.deep.equal([]);
    const { steps, equal } = report(played);
    expect(steps).to.equal(122);
    expect(equal).to.be.at.least(118);
  });

  it(`is equal for all that the provider does to guests, storages, pools and access, and for most of the rest${whenAll}`, function () {
    const file = sharedFixture<SceneFile>("writes.json");
    if (!file) return this.skip();
    const played = replayScenes(file);
    expect(wrong(played.filter((one) => isProvider(one) && modelled.includes(one.area)))).to.deep.equal([]);
    const guests = report(played.filter(({ area }) => area === "guest" || area === "task"));
    expect(guests.equal / guests.steps, "guests and their tasks").to.be.at.least(0.95);
    const all = report(played);
    expect(all.equal / all.steps, "all steps").to.be.at.least(0.968);
  });
});
