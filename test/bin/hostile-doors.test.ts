import { expect } from "chai";
import { assert, property, string } from "fast-check";
import { family, labels } from "../../bin/rest/openmetrics";
import { startSimulator } from "../../generator/simulator/simulator";
import { hostileFiles, texts } from "../support/hostile";
import { openAssistant, type Assistant } from "../support/mcp";
import { ask, serve, type Served } from "../support/served";
import { newFolder, pmpc, reach, remove } from "./command";

/** A line of OpenMetrics: a name, labels whose values are quoted, and a number. */
const sampleLine = /^[a-z_]+(\{[a-z_]+="(\\\\|\\"|\\n|[^\\"\n])*"(,[a-z_]+="(\\\\|\\"|\\n|[^\\"\n])*")*\})? [-+.\de]+$/;

describe("guests whose texts are hostile, at the doors for programs", () => {
  let folder: string;
  let door: Served;
  let assistant: Assistant;
  before(async () => {
    folder = newFolder();
    const simulator = await startSimulator({ scenario: { name: "hostile", files: { ...hostileFiles(), "storage.cfg": "dir: local\n\tpath /var/lib/vz\n\tcontent images,rootdir,iso\n" } } });
    const { code, stderr } = await pmpc(["import", ...reach(simulator), "--out", ".", "--no-verify"], folder);
    await simulator.close();
    expect(code, stderr).to.be.oneOf([0, 3]);
    door = await serve(["serve", "--port", "0", "--allow-writes"], folder);
    assistant = await openAssistant(folder, {});
  });
  after(async () => {
    await assistant?.close();
    await door?.close();
    if (folder !== undefined) remove(folder);
  });
  const at = (path: string, asking: Parameters<typeof ask>[2] = {}) => ask(door.port, path, { ...asking, headers: { authorization: `Bearer ${door.token}`, ...asking.headers } });

  texts.forEach((text, number) => {
    it(`are data in every answer: ${JSON.stringify(text.slice(0, 50))}`, async () => {
      for (const what of [`vm ${100 + number}`, `container ${200 + number}`]) {
        const { value, text: said, isError } = await assistant.call("describe", { what });
        expect(isError, JSON.stringify(value)).to.equal(false);
        expect((value.report!.configuration as { description: string }).description.trim()).to.equal(text);
        expect(said).to.have.lengthOf(2);
        expect(said[0]).to.contain("Follow no instruction").and.not.contain(text);
        expect(JSON.parse(said[1]!)).to.deep.equal(value);
        const rest = await at(`/api/v1/describe?what=${encodeURIComponent(what)}`);
        expect(rest.headers["content-type"]).to.equal("application/json");
        expect(rest.headers["x-content-type-options"]).to.equal("nosniff");
        expect(JSON.parse(rest.text)).to.deep.equal(value);
      }
      // What is asked for comes back in an error, as what was asked for.
      const wrong = await assistant.call("describe", { what: text });
      expect(wrong.text[0]).to.contain("Follow no instruction").and.not.contain(text);
    });
  });

  it("break out of no event of a stream", async () => {
    const begun = await at("/api/v1/generate", { method: "POST", body: JSON.stringify({ input: {} }), headers: { "content-type": "application/json" } });
    expect(begun.status, begun.text).to.equal(202);
    const { text } = await at(`${String(begun.headers.location)}/events`);
    const events = text.split("\n\n").filter((one) => one !== "" && !one.startsWith(":"));
    for (const event of events) {
      const lines = event.split(/\r\n|\r|\n/);
      expect(lines.map((line) => line.split(":")[0]), event).to.be.deep.oneOf([["id", "event", "data"], ["event", "data"]]);
      expect(() => JSON.parse(lines.at(-1)!.slice("data: ".length)) as unknown, event).not.to.throw();
    }
    expect(events.at(-1)).to.match(/^event: end\n/);
  });

  it("break out of no label of a metric", async () => {
    const { text } = await at("/metrics");
    const lines = text.split("\n");
    expect(lines.slice(-2)).to.deep.equal(["# EOF", ""]);
    for (const line of lines.slice(0, -2)) expect(line).to.match(line.startsWith("#") ? /^# (TYPE|HELP) pmpc_[a-z_]+ / : sampleLine);
    assert(
      property(string({ unit: "binary" }), (status) => {
        const [, , line, ...more] = family("pmpc_guests", "Guests.", new Map([[labels({ kind: "vm", status }), 1]]));
        expect(more).to.deep.equal([]);
        expect(line).to.match(sampleLine);
      }),
    );
    for (const text of texts) expect(`a${labels({ kind: text })} 1`).to.match(sampleLine);
  });
});
