import { join } from "node:path";
import { expect } from "chai";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { hasTmux, openScreen } from "../support/screen";
import { home, newFolder, pmpc, reach, remove } from "./command";

const program = [process.execPath, join(home, "dist/bin/pmpc.js")];

(hasTmux() ? describe : describe.skip)(`the console where nothing can be drawn${hasTmux() ? "" : " (skipped: no tmux)"}`, () => {
  let [simulator, folder]: [Simulator, string] = [undefined as never, ""];
  before(async () => {
    simulator = await startSimulator();
    folder = newFolder();
    await pmpc(["import", ...reach(simulator), "--out", ".", "--no-verify"], folder);
  });
  after(async () => {
    await simulator.close();
    remove(folder);
  });

  it("sends a dumb terminal nothing but text, takes keys back, and asks", async () => {
    const screen = await openScreen(program, { folder, environment: { TERM: "dumb", PROXMOX_VE_API_TOKEN: simulator.tokens.root } });
    try {
      await screen.until(/pve>$/);
      await screen.type("list poolz", "BSpace", "s", "Enter");
      await screen.until(/ {2}infra\n {2}k3s\n[^]*pve>$/);
      await screen.type("list ?", "Enter");
      await screen.until(/ {2}--sort +Sort by[^]*pve>$/);
      await screen.type("stop --filter tag=k3s", "Enter");
      await screen.until(/\(y\/N\)$/);
      await screen.type("n", "Enter");
      await screen.until(/nothing was done[^]*pve>$/);
      await screen.type("stop --filter tag=k3s", "Enter");
      await screen.until(/nothing was done[^]*\(y\/N\)$/);
      await screen.type("C-c");
      await screen.until(/stopped before it was done\n\npve>$/);
      await screen.type("C-c");
      await screen.until(/Ctrl-C again, Ctrl-D or \/exit leaves\npve>$/);
      await screen.type("C-d");
      await screen.until("commands");
      expect(screen.sent()).not.to.contain("\u001b");
    } finally {
      screen.close();
    }
  });

  it("does not show a secret that it asks for in a dumb terminal", async () => {
    const screen = await openScreen(program, { folder, environment: { TERM: "dumb" } });
    try {
      await screen.until(/pve>$/);
      await screen.type("doctor", "Enter");
      await screen.until(/token.*\(not shown\)$/i);
      await screen.type(simulator.tokens.auditor, "Enter");
      await screen.until(/ {2}(-|bad|ok) +changes[^]*pve>$/);
      expect(screen.sent()).not.to.contain("\u001b").and.not.contain(simulator.tokens.auditor.split("=")[1]);
    } finally {
      screen.close();
    }
  });

  it("shows a screen reader each stage once, no menu, and never runs a pasted line", async () => {
    const screen = await openScreen([...program, "--plain"], { folder, environment: { PROXMOX_VE_API_TOKEN: simulator.tokens.root } });
    try {
      await screen.until(/pve>$/);
      await screen.type("lst", "C-u", "\u001b[200~list pools\nstop vm 101\u001b[201~");
      expect(await screen.until(/pve> list pools$/)).not.to.match(/\n {2}stop|\n {2}list/);
      await screen.type("Enter");
      await screen.until(/ {2}k3s\n[^]*pve> stop vm 101$/);
      await screen.type("C-u", "import --no-verify", "Enter");
      const shown = await screen.until(/unchanged[^]*pve>$/);
      const stages = shown.slice(shown.indexOf("import --no-verify")).split("\n").filter((line) => /^ {2}(reading|connecting)$/.test(line));
      expect(stages.length).to.be.greaterThan(0);
      expect(new Set(stages).size).to.equal(stages.length);
      expect(screen.sent()).not.to.contain("\r\u001b[K");
    } finally {
      screen.close();
    }
  });
});
