import { ResourceNotFoundError, type CallToolResult, type ContentBlock, type Tool } from "@modelcontextprotocol/server";
import type { Shown } from "../../bin/mcp/shown";
import type { Offer, Watch } from "../../bin/mcp/tools";
import type { Event } from "../../generator/engine/event";
import type { Job, Said } from "../../bin/machine/jobs";

// The smallest picture and sound there are: one red point, and one sample.
const picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const sound = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQIAAAAAAA==";

const text = (text: string): ContentBlock => ({ type: "text", text });
const image: ContentBlock = { type: "image", data: picture, mimeType: "image/png" };
const embedded = (uri: string): ContentBlock => ({ type: "resource", resource: { uri, mimeType: "text/plain", text: "This is an embedded resource content." } });

const schemas: Readonly<Record<string, object>> = {
  json_schema_2020_12_tool: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $defs: { address: { type: "object", properties: { street: { type: "string" }, city: { type: "string" } } } },
    properties: { name: { type: "string" }, address: { $ref: "#/$defs/address" } },
    additionalProperties: false,
  },
};

const answers: Readonly<Record<string, (watch: Watch) => readonly ContentBlock[]>> = {
  json_schema_2020_12_tool: () => [text("done")],
  test_simple_text: () => [text("This is a simple text response for testing.")],
  test_image_content: () => [image],
  test_audio_content: () => [{ type: "audio", data: sound, mimeType: "audio/wav" }],
  test_embedded_resource: () => [embedded("test://embedded-resource")],
  test_multiple_content_types: () => [text("Multiple content types test:"), image, embedded("test://mixed-content-resource")],
  test_error_handling() {
    throw new Error("This tool intentionally returns an error for testing");
  },
  test_tool_with_progress(watch) {
    const job = newJob();
    watch(job, true);
    for (const done of [0, 50, 100]) job.say({ code: "progress", says: "", data: { stage: "test", done, total: 100 } } as unknown as Event);
    return [text("done")];
  },
};

/** A job that says what it is told to say. */
function newJob(): Job & { say(event: Event): void } {
  const listeners = new Set<(said: Said | undefined) => void>();
  let id = 0;
  return {
    id: "a job", verb: "test", since: "2026-01-01T00:00:00.000Z", doing: () => "", ended: () => undefined, seconds: () => 0, end: new Promise(() => undefined), after: () => [], cancel: () => undefined,
    follow: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    say: (event) => listeners.forEach((listener) => listener({ id: ++id, event })),
  };
}

const offer = (name: string): Offer => ({
  tool: { name, description: `For a test of the protocol: ${name}.`, inputSchema: { type: "object", ...schemas[name] } as Tool["inputSchema"] },
  call: async (_, watch): Promise<CallToolResult> => ({ content: [...answers[name]!(watch)] }),
});

const prompts: Readonly<Record<string, { readonly takes: readonly string[]; readonly write: (given: Readonly<Record<string, string>>) => readonly ContentBlock[] }>> = {
  test_simple_prompt: { takes: [], write: () => [text("This is a simple prompt for testing.")] },
  test_prompt_with_arguments: { takes: ["arg1", "arg2"], write: ({ arg1, arg2 }) => [text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] },
  test_prompt_with_embedded_resource: { takes: ["resourceUri"], write: ({ resourceUri }) => [embedded(resourceUri!), text("Please process the embedded resource above.")] },
  test_prompt_with_image: { takes: [], write: () => [image, text("Please analyze the image above.")] },
};

/** What the conformance suite of the protocol asks of a server, as far as pmpc's door has the means: content of every kind, progress, resources, prompts. */
export const fixture: Shown = {
  version: "0.0.0",
  offers: Object.keys(answers).sort().map(offer),
  resources: {
    list: () => ["static-text", "static-binary"].map((name) => ({ uri: `test://${name}`, name, description: `For a test: ${name}.`, mimeType: name === "static-text" ? "text/plain" : "image/png" })),
    async read(uri) {
      const [, id] = /^test:\/\/template\/([^/]+)\/data$/.exec(uri) ?? [];
      if (id !== undefined) return { contents: [{ uri, mimeType: "application/json", text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }] };
      if (uri === "test://static-text") return { contents: [{ uri, mimeType: "text/plain", text: "This is the content of the static text resource." }] };
      if (uri === "test://static-binary") return { contents: [{ uri, mimeType: "image/png", blob: picture }] };
      throw new ResourceNotFoundError(uri);
    },
  },
  prompts: {
    all: Object.entries(prompts).map(([name, { takes }]) => ({ name, description: `For a test: ${name}.`, arguments: takes.map((one) => ({ name: one, required: true })) })),
    write: (name, given = {}) => ({ messages: prompts[name]!.write(given).map((content) => ({ role: "user" as const, content })) }),
    complete: async (name, argument, typed) => ["testing", "paris"].filter((one) => one.startsWith(typed)),
  },
};
