import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { hasTmux, openScreen, type Screen } from "../support/screen";
import { home, newFolder, remove } from "./command";

const program = [process.execPath, join(home, "dist/bin/pmpc.js")];

/** Keys of the wizard, each with what shows that the next question is there. */
const wizard = (simulator: Simulator): readonly (readonly [asks: RegExp, ...keys: string[]])[] => [
  [/navigate/, "Down", "Enter"],
  [/User with realm \(root@pam\) *$/m, "root@pam", "Enter"],
  [/Endpoint of the cluster \(pve1.lan\) *$/m, simulator.endpoint, "Enter"],
  [/\? Trust it for this workspace\?/, "y", "Enter"],
  [/\? Password of root@pam/, "pmpc", "Enter"],
  [/make the role PmpcImport[^]*\(y\/N\) *$/, "y", "Enter"],
  [/One file of guests for each[^]*navigate/],
];

(hasTmux() ? describe : describe.skip)(`a question that is broken off${hasTmux() ? "" : " (skipped: no tmux)"}`, () => {
  let [simulator, folder, screen]: [Simulator, string, Screen] = [undefined as never, "", undefined as never];
  beforeEach(async () => {
    simulator = await startSimulator();
    folder = newFolder();
    screen = await openScreen(["sh", "-c", 'while read line; do printf "\\033[H\\033[2J\\033[3J"; "$@"; echo "ended with $?"; done', "sh", ...program, "init"], { folder, width: 100, height: 40 });
  });
  afterEach(async () => {
    screen.close();
    await simulator.close();
    remove(folder);
  });

  for (const key of ["C-c", "C-d"]) {
    it(`by ${key} is not answered: every question of the wizard, and nothing is left here or on the cluster`, async () => {
      const steps = wizard(simulator);
      for (let at = 0; at < steps.length; at++) {
        await screen.type("Enter");
        for (const [asks, ...keys] of steps.slice(0, at)) {
          await screen.until(asks);
          await screen.type(...keys);
        }
        await screen.until(steps[at]![0]);
        await screen.type(key);
        const shown = await screen.until("ended with");
        expect(shown).to.match(/\npmpc: stopped before it was done\nended with 1$/);
        await screen.type("x");
      }
      expect(readdirSync(folder)).to.deep.equal([]);
      expect(simulator.requests.filter(({ method, address }) => method !== "GET" && address !== "/access/ticket")).to.deep.equal([]);
    });
  }
});
