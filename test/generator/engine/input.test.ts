import { join } from "node:path";
import { expect } from "chai";
import { action, type Action, type Context } from "../../../generator/engine/action";
import type { Host } from "../../../generator/engine/host";
import { inputSchema } from "../../../generator/engine/input";
import { listActions } from "../../../generator/engine/listing";
import { option } from "../../../generator/engine/option";
import { run, type Door } from "../../../generator/engine/run";
import { exit, type PmpcError } from "../../../lib/error";

const greet = action({
  name: "greet",
  summary: "Greet",
  topic: "guests",
  effect: "reads",
  says: "Greet.",
  input: {
    whom: option.text("Whom.", { positional: "one", required: true }),
    how: option.choice("How.", ["loud", "low"]),
    times: option.number("How often.", { from: 1, to: 9, preset: 2, environment: ["GREET_TIMES"] }),
    also: option.list("Others."),
    twice: option.flag("Twice.", { environment: ["GREET_TWICE"] }),
    endpoint: option.text("Where.", { local: true, environment: ["GREET_ENDPOINT"] }),
  },
  confirms: ["endpoint"],
  run: async (input) => ({ exit: exit.done, report: input }),
  view: () => [],
});

// What a verb forgets to say does not compile.
const { view: _view, ...withoutView } = greet;
const { effect: _effect, ...withoutEffect } = greet;
const { summary: _summary, ...withoutSummary } = greet;
const { confirms: _confirms, ...withoutConfirms } = greet;
export const incomplete = () => [
  // @ts-expect-error -- no view
  action(withoutView),
  // @ts-expect-error -- no effect
  action(withoutEffect),
  // @ts-expect-error -- no summary
  action(withoutSummary),
  // @ts-expect-error -- no questions
  action(withoutConfirms),
  // @ts-expect-error -- it asks what it has not declared
  action({ ...greet, run: async (_input, { host }) => ({ exit: exit.done, report: { trusts: await host.confirm({ code: "apply", says: "Apply?", about: [], data: { grades: {} } }) } }) }),
];

const host: Host = { notify: () => {}, ask: async () => undefined };
const terminal: Door = { host, local: true };
const context = (environment: Record<string, string> = {}) => ({ environment }) as unknown as Context;
const given = async (input: Record<string, unknown>, door = terminal, environment = {}) => (await run(greet as unknown as Action, input, context(environment), door)).report;
const refusal = async (input: Record<string, unknown>, door = terminal, environment = {}) => {
  const error = await given(input, door, environment).then(() => undefined, (error: PmpcError) => error);
  return error && [error.code, error.exit, error.message];
};

describe("what a door gives to a verb", () => {
  it("comes from the door, what it is bound to, the environment, and the presets, in this order", async () => {
    expect(await given({ whom: "you" })).to.include({ whom: "you", times: 2 });
    const environment = { GREET_TIMES: "5", GREET_TWICE: "true", GREET_ENDPOINT: "pve1" };
    expect(await given({ whom: "you" }, terminal, environment)).to.include({ times: 5, twice: true, endpoint: "pve1" });
    expect(await given({ whom: "you", times: 7, twice: false }, { host, local: true, bound: { endpoint: "pve2", times: 1 } }, environment)).to.include({ times: 7, twice: false, endpoint: "pve2" });
  });

  for (const [what, input, says] of [
    ["a missing option", {}, "whom: it is missing"],
    ["another type", { whom: 5 }, "whom: expected text, got 5"],
    ["an object", { whom: { toString: "x" } }, 'whom: expected text, got {"toString":"x"}'],
    ["a word that is not among the choices", { whom: "a", how: "banana" }, 'how: expected loud or low, got "banana"'],
    ["a number as text", { whom: "a", times: "3" }, 'times: expected a whole number, got "3"'],
    ["a number that is too small", { whom: "a", times: 0 }, "times: expected a number from 1, got 0"],
    ["a number that is too great", { whom: "a", times: 10 }, "times: expected a number up to 9, got 10"],
    ["a number that is not whole", { whom: "a", times: 1.5 }, "times: expected a whole number, got 1.5"],
    ["no number", { whom: "a", times: NaN }, "times: expected a whole number, got null"],
    ["one text for a list", { whom: "a", also: "b" }, 'also: expected a list of texts, got "b"'],
    ["a list with something else in it", { whom: "a", also: ["b", 1] }, "also: expected text, got 1"],
    ["text for a flag", { whom: "a", twice: "yes" }, 'twice: expected true or false, got "yes"'],
    ["an option that there is not", { whom: "a", colour: "red" }, "colour: this option does not exist"],
  ] as const) {
    it(`is refused with ${what}, and the option is named`, async () => {
      expect(await refusal(input)).to.deep.equal(["wrong-input", exit.usage, says]);
    });
  }

  it("says what a verb takes to a program, which cannot ask for help, and where help is to a person", async () => {
    const hint = (door: Door) => given({ colour: "red" }, door).then(() => undefined, (error: PmpcError) => error.hint);
    expect(await hint({ host, local: false })).to.equal("it takes whom (required), how, times, also, twice");
    expect(await hint(terminal)).to.equal("pmpc greet --help lists its options");
  });

  it("is checked where the environment gave it, too", async () => {
    expect(await refusal({ whom: "a" }, terminal, { GREET_TIMES: "often" })).to.deep.equal(["wrong-input", exit.usage, 'times: expected a whole number, got "often"']);
  });

  it("has no local options but from the terminal", async () => {
    const other: Door = { host, local: false, bound: { endpoint: "pve1" } };
    expect(await refusal({ whom: "a", endpoint: "evil" }, other)).to.deep.equal(["wrong-input", exit.usage, "endpoint: this option does not exist"]);
    expect(await given({ whom: "a" }, other)).to.include({ endpoint: "pve1" });
    expect(Object.keys(inputSchema(greet.input, other).properties)).not.to.include("endpoint");
  });
});

describe("the options of the verbs", () => {
  // What chooses a host, a file, a program, or says that something dangerous is meant.
  const local = /^(endpoint|apiToken|username|password|otp|fingerprint|ca|insecure|ssh|via|pveDir|out|yes|confirm|adopt|allowChanges|newState|backend|backendConfig|concurrency|shell|port|scenario)$/;

  for (const listed of listActions(join(__dirname, "../../../generator/action"))) {
    it(`of ${listed.name} are local where they choose a host, a file or a program`, () => {
      const { input, summary, says } = listed.load();
      // On a node, `--storage` or `--confirm NAME` are keys of the guest's; those of `create` are all Proxmox VE's.
      const wrong = Object.entries(input).filter(([name, one]) => local.test(name) && one.local !== true && one.hidden !== true);
      expect(wrong.map(([name]) => name)).to.deep.equal([]);
      expect(summary).to.match(/^[A-Z].*[^.]$/);
      expect(says).to.match(/\.$/);
    });

    it(`of ${listed.name} come with what its report looks like`, () => {
      const output = listed.output();
      expect(output.type).to.equal("object");
      // The configuration of a guest has keys that nobody can list.
      expect(output.additionalProperties !== false || Object.keys(output.properties).length > 0).to.equal(true);
    });
  }
});
