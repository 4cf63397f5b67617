import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { expect } from "chai";
import { listen, type Listening } from "../../bin/http/listen";
import { endpointFor } from "../../bin/mcp/endpoint";
import { newServer } from "../../bin/mcp/server";
import { fixture } from "../support/mcp-fixture";

/** The door's own transport, guard and server, with the tools of the protocol's conformance suite behind them. */
describe("the protocol of assistants", () => {
  let door: Listening;
  let client: Client;
  before(async () => {
    door = await listen({ door: "mcp", port: 0, environment: {}, answer: endpointFor(() => newServer(fixture)), refuse: ({ status }, response) => void response.writeHead(status).end() });
  });
  after(() => door.close());
  afterEach(() => client.close());

  for (const era of ["auto", "legacy"] as const) {
    describe(era === "auto" ? "of today" : "before it", () => {
      beforeEach(async () => {
        client = new Client({ name: "a test", version: "1.0.0" }, { versionNegotiation: { mode: era } });
        await client.connect(new StreamableHTTPClientTransport(new URL(`${door.address}/mcp`), { requestInit: { headers: { Authorization: `Bearer ${door.token}` } } }));
      });
      const kinds = async (name: string) => (await client.callTool({ name, arguments: {} })).content.map(({ type }) => type);

      it("carries content of every kind", async () => {
        expect(await kinds("test_simple_text")).to.deep.equal(["text"]);
        expect(await kinds("test_image_content")).to.deep.equal(["image"]);
        expect(await kinds("test_audio_content")).to.deep.equal(["audio"]);
        expect(await kinds("test_embedded_resource")).to.deep.equal(["resource"]);
        expect(await kinds("test_multiple_content_types")).to.deep.equal(["text", "image", "resource"]);
        const { contents } = await client.readResource({ uri: "test://static-binary" });
        expect(contents[0]).to.have.property("blob").that.has.lengthOf.above(50);
        const { messages } = await client.getPrompt({ name: "test_prompt_with_embedded_resource", arguments: { resourceUri: "test://one" } });
        expect(messages.map(({ content }) => content.type)).to.deep.equal(["resource", "text"]);
      });

      it("tells how work goes while it goes, in order", async () => {
        const told: { readonly progress: number; readonly message?: string }[] = [];
        await client.callTool({ name: "test_tool_with_progress", arguments: {} }, { onprogress: (one) => void told.push(one) });
        expect(told.map(({ message }) => message)).to.deep.equal(["test 0 of 100", "test 50 of 100", "test 100 of 100"]);
        expect(told.map(({ progress }) => progress)).to.deep.equal([1, 2, 3]);
      });

      it("leaves schemas as they are, and makes errors of tools results", async () => {
        const { tools } = await client.listTools();
        expect(tools.find(({ name }) => name === "json_schema_2020_12_tool")!.inputSchema).to.include.keys("$schema", "$defs", "additionalProperties");
        const failed = await client.callTool({ name: "test_error_handling", arguments: {} });
        expect([failed.isError, JSON.stringify(failed.content)]).to.satisfy(([isError, said]: [boolean, string]) => isError && said.includes("intentionally"));
      });

      it("completes what is typed", async () => {
        const { completion } = await client.complete({ ref: { type: "ref/prompt", name: "test_prompt_with_arguments" }, argument: { name: "arg1", value: "te" } });
        expect(completion).to.deep.equal({ values: ["testing"], total: 1, hasMore: false });
      });
    });
  }
});
