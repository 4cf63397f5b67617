import { Ajv2020 } from "ajv/dist/2020";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { expect } from "chai";
import { ask, serve, type Answered, type Asking, type Served } from "../../support/served";
import { terraformPath } from "../../support/terraform";
import { home, node } from "../../bin/command";
import { openPlanned, without, type Planned } from "./planned";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly type: string; readonly enum?: readonly string[] };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}
interface Body {
  readonly content: { readonly "application/json": { readonly schema: { readonly properties: { readonly input: { readonly properties: object } } } } };
}
interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: object };
}

describe(`REST${without}`, () => {
  let stage: Planned;
  let door: Served;
  before(async function () {
    if (terraformPath === undefined) return this.skip();
    stage = await openPlanned();
    await stage.at("bare");
    door = await serve(["serve", "--port", "0"], stage.folder, stage.environment);
  });
  after(async () => {
    await door?.close();
    await stage?.close();
  });

  const on = (from: Served, path: string, { headers, ...asking }: Asking = {}): Promise<Answered> => ask(from.port, path, { ...asking, headers: { authorization: `Bearer ${from.token}`, ...headers } });
  const at = (path: string, asking?: Asking) => on(door, path, asking);
  const post = (from: Served, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => on(from, path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } });
  const read = <T>({ text }: Answered) => JSON.parse(text) as T;
  const codeOf = (answered: Answered) => [answered.status, read<{ code: string }>(answered).code];

  async function endOf(from: Served, location: string): Promise<{ readonly state: string; readonly report?: Readonly<Record<string, unknown>>; readonly problem?: { readonly code: string; readonly question?: { readonly plan: string } } }> {
    // The stream ends with the job.
    await on(from, `${location}/events`);
    return read(await on(from, location));
  }

  it("describes itself in OpenAPI, and answers as it says", async () => {
    const description = read<Description>(await at("/api/v1/openapi.json"));
    expect(description.openapi).to.equal("3.1.0");
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: "https://pmpc.test/door", components: description.components });
    const schemaOf = (schema: object) => ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"https://pmpc.test/door#/components/')) as object);
    let looked = 0;
    for (const [path, methods] of Object.entries(description.paths)) {
      const { get } = methods;
      if (get === undefined || path.includes("{")) continue;
      const examples: Readonly<Record<string, string>> = { what: "vm 100" };
      const query = (get.parameters ?? []).flatMap(({ name, required }) => (required ? [`${name}=${encodeURIComponent(examples[name] ?? "100")}`] : []));
      const answered = await at(`${path}${query.length > 0 ? `?${query.join("&")}` : ""}`);
      expect(Object.keys(get.responses), `${path}: ${answered.text.slice(0, 300)}`).to.include(String(answered.status));
      if (answered.status !== 200) continue;
      const validate = schemaOf(get.responses["200"]!.content!["application/json"]!.schema);
      expect(validate(read(answered)), `${path}: ${JSON.stringify(validate.errors)}`).to.equal(true);
      looked++;
    }
    expect(looked).to.be.at.least(5);
    const taken = Object.values(description.paths).flatMap((methods) => Object.values(methods).flatMap(({ parameters = [], requestBody }) => [...parameters.map(({ name }) => name), ...Object.keys((requestBody as Body | undefined)?.content["application/json"].schema.properties.input.properties ?? {})]));
    expect(taken).to.include.members(["what", "standstill"]).and.not.include.members(["apiToken"]);
    for (const name of ["endpoint", "fingerprint", "insecure", "confirm", "out", "ca"]) expect(taken).not.to.include(name);
  });

  it("answers looks at once, in the types of the declaration, and says what is wrong with others", async () => {
    const listed = read<{ report: { resources: unknown[] } }>(await at("/api/v1/list?kind=vms&verbose=true&columns=name&columns=status"));
    expect(listed.report.resources).to.have.lengthOf.above(0);
    expect(codeOf(await at("/api/v1/list?colour=red"))).to.deep.equal([400, "wrong-input"]);
    expect(codeOf(await at("/api/v1/list?verbose=maybe"))).to.deep.equal([400, "wrong-input"]);
    expect(codeOf(await at("/api/v1/list?kind=vms&kind=nodes"))).to.deep.equal([400, "wrong-input"]);
    expect(codeOf(await at("/api/v1/list?out=/etc"))).to.deep.equal([400, "wrong-input"]);
    expect(codeOf(await at("/api/v1/describe?what=vm%209999"))).to.deep.equal([404, "not-found"]);
    expect(codeOf(await at("/api/v1/apply"))).to.deep.equal([404, "no-route"]);
    const hintAt = async (verb: string) => read<{ hint: string }>(await at(`/api/v1/${verb}`)).hint;
    expect(await hintAt("apply")).to.contain("--allow-writes").and.to.contain("propose");
    expect(await hintAt("stop")).to.contain("a person at a terminal: pmpc stop");
    expect(await hintAt("nosuch")).to.contain("openapi.json");
    for (const path of ["/api/v1/__proto__", "/api/v1/constructor", "/api/v1/../../etc/passwd", "/%2e%2e/", "//", "/api/v1/jobs/..%2f..", "/api/v1/jobs/x/events/y"]) expect((await at(path)).status, path).to.equal(404);
    const wrong = await post(door, "/api/v1/list", {});
    expect([wrong.status, wrong.headers.allow, wrong.headers["content-type"]]).to.deep.equal([405, "GET", "application/problem+json"]);
  });

  it("does what takes longer as a job: once for a key, with events that can be taken up again, and an end", async () => {
    const key = { "idempotency-key": "a-plan" };
    // What is refused at once uses up no key.
    expect(codeOf(await post(door, "/api/v1/qm/status", {}, key))).to.deep.equal([400, "wrong-input"]);
    const first = await post(door, "/api/v1/plan", {}, key);
    expect(first.status).to.equal(202);
    const location = first.headers.location as string;
    expect((await post(door, "/api/v1/plan", {}, key)).headers.location).to.equal(location);
    expect(codeOf(await post(door, "/api/v1/plan", { input: { standstill: 30 } }, key))).to.deep.equal([422, "key-used"]);
    const events = (await at(`${location}/events`)).text;
    expect(events).to.match(/^id: 1\nevent: \w+/).and.match(/event: end\ndata: \{[^\n]*"state":"done"/);
    const again = (await at(`${location}/events`, { headers: { "last-event-id": "2" } })).text;
    expect(again).to.match(/^id: 3\n/);
    const waited = await post(door, "/api/v1/plan", {}, { prefer: "wait=30" });
    expect(waited.status === 202 || (waited.status === 200 && read<{ exit: number }>(waited).exit === 0)).to.equal(true);
    if (waited.status === 202) await endOf(door, waited.headers.location as string);
    const metrics = (await at("/metrics")).text;
    expect(metrics).to.match(/^pmpc_guests\{kind="vm",status="\w+"\} \d+$/m).and.match(/^pmpc_plan_resources\{grade="clean"\} 2$/m).and.match(/# EOF\n$/);
  });

  it("is stopped in its work by whoever began it", async () => {
    const { headers } = await post(door, "/api/v1/plan", {});
    const cancelled = await at(headers.location as string, { method: "DELETE" });
    expect(cancelled.status).to.equal(202);
    const { state, problem } = await endOf(door, headers.location as string);
    expect([state, problem?.code]).to.satisfy(([is, code]: [string, string]) => is === "failed" || code === undefined);
  });

  it("lets go at once of what is cancelled before its turn; a list of jobs is short, and each has its report", async () => {
    const working = await post(door, "/api/v1/plan", {});
    const waiting = await post(door, "/api/v1/plan", { input: { standstill: 61 } });
    const cancelled = await at(waiting.headers.location as string, { method: "DELETE" });
    expect(cancelled.status).to.equal(202);
    const { state, problem } = await endOf(door, waiting.headers.location as string);
    expect([state, problem?.code]).to.deep.equal(["failed", "cancelled"]);
    expect(read<{ state: string }>(await at(working.headers.location as string)).state).to.equal("running");
    await endOf(door, working.headers.location as string);
    expect(read<{ report?: object }>(await at(working.headers.location as string)).report).not.to.equal(undefined);
    const { jobs } = read<{ jobs: readonly { exit: number; state: string; report?: object }[] }>(await at("/api/v1/jobs"));
    expect(jobs.at(-2)).to.include({ state: "done", exit: 0 }).and.not.have.property("report");
    expect(codeOf(await post(door, "/api/v1/plan", { types: false }))).to.deep.equal([400, "wrong-body"]);
    expect(read<{ hint: string }>(await post(door, "/api/v1/plan", { types: false })).hint).to.equal('what the verb takes goes into input: {"input":{"types":"…"}}');
  });

  it("lets in nobody without the token, from another host, or through a page of another place; and says so as a problem", async () => {
    for (const [status, code, headers, path] of [
      [401, "wrong-token", { authorization: "" }],
      [401, "wrong-token", { authorization: `Bearer ${door.token}0` }],
      [403, "wrong-host", { host: "evil.example" }],
      [403, "wrong-origin", { origin: "http://evil.example" }],
      [400, "token-in-url", {}, `/api/v1/list?token=${door.token}`],
    ] as const) {
      const answered = await at(path ?? "/api/v1/list", { headers });
      expect(codeOf(answered), JSON.stringify(headers)).to.deep.equal([status, code]);
      expect(answered.headers["content-type"]).to.equal("application/problem+json");
    }
    const open = await ask(door.port, "/healthz");
    expect([open.status, open.text]).to.deep.equal([200, '{"status":"ok"}']);
    const page = await ask(door.port, "/");
    expect(page.status).to.equal(200);
    expect(page.text).not.to.match(/https?:\/\//);
    expect(page.headers["content-security-policy"]).to.contain("default-src 'none'");
    expect((await ask(door.port, "/metrics")).status).to.equal(401);
  });

  it("takes no body that is too large, too deep, no JSON, or no object, and is there afterwards", async () => {
    const raw = (body: string | Buffer, type = "application/json") => at("/api/v1/plan", { method: "POST", body, headers: { "content-type": type } });
    expect((await raw("x".repeat(300_000)).catch(() => ({ status: 413 }))).status).to.equal(413);
    expect(codeOf(await raw(`{"input":${"[".repeat(5000)}${"]".repeat(5000)}}`))).to.deep.equal([400, "wrong-body"]);
    expect(codeOf(await raw('{"input":{"standstill":"soon"}}'))).to.deep.equal([400, "wrong-input"]);
    expect(codeOf(await raw('{"answers":{"apply":{"value":"certainly","plan":"x"}}}'))).to.deep.equal([400, "wrong-body"]);
    expect(codeOf(await raw('{"answers":{"host":{"value":"yes","plan":"x"}}}'))).to.deep.equal([400, "wrong-body"]);
    expect(codeOf(await raw("{"))).to.deep.equal([400, "wrong-body"]);
    expect(codeOf(await raw("[]"))).to.deep.equal([400, "wrong-body"]);
    expect(codeOf(await raw(Buffer.from([0xff, 0xfe])))).to.deep.equal([400, "wrong-body"]);
    expect(codeOf(await raw("{}", "text/plain"))).to.deep.equal([415, "wrong-body"]);
    expect(codeOf(await raw('{"input":{"__proto__":{"out":"/etc"}},"admin":true}'))).to.deep.equal([400, "wrong-body"]);
    expect((await at("/api/v1/list")).status).to.equal(200);
  });

  it("carries MCP, too", async () => {
    const client = new Client({ name: "a test", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${door.address}/mcp`), { requestInit: { headers: { Authorization: `Bearer ${door.token}` } } }));
    expect((await client.listTools()).tools).to.have.lengthOf.within(6, 12);
    await client.close();
  });

  it("asks before it applies, and does it only for the plan that was seen", async () => {
    const writer = await serve(["serve", "--port", "0", "--allow-writes"], stage.folder, stage.environment);
    try {
      stage.edit((text) => text.replace('tags: ["infra"]', 'tags: ["infra", "seen"]'));
      const end = async (body: object) => endOf(writer, (await post(writer, "/api/v1/apply", body)).headers.location as string);
      const asked = await end({});
      expect([asked.state, asked.problem?.code]).to.deep.equal(["asked", "not-confirmed"]);
      const { plan } = asked.problem!.question!;
      expect(codeOf(await post(writer, "/api/v1/apply", { answers: { apply: { value: "yes" } } }))).to.deep.equal([400, "wrong-body"]);
      expect((await end({ answers: { apply: { value: "yes", plan: "0000" } } })).problem?.code).to.equal("plan-changed");
      const waited = await post(writer, "/api/v1/apply", {}, { prefer: "wait=30" });
      if (waited.status !== 202) expect(waited.status).to.equal(409);
      const done = await end({ answers: { apply: { value: "yes", plan } } });
      expect([done.state, done.report?.applied], JSON.stringify(done)).to.deep.equal(["done", true]);
      expect(codeOf(await post(writer, "/api/v1/stop", { input: { guest: "vm 100" } }))).to.deep.equal([404, "no-route"]);
    } finally {
      await writer.close();
    }
  });

  it("says what it needs", async () => {
    const help = await node([`${home}/dist/bin/pmpc.js`, "serve", "--help"], stage.folder);
    expect([help.code, help.stdout]).to.satisfy(([code, said]: [number, string]) => code === 0 && said.includes("--socket"));
    const taken = await node([`${home}/dist/bin/pmpc.js`, "serve", "--port", String(door.port)], stage.folder);
    expect([taken.code, taken.stderr]).to.satisfy(([code, said]: [number, string]) => code === 1 && said.includes("--port 0"));
  });
});
