import { join } from "node:path";
import { Readable } from "node:stream";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const home = join(__dirname, "../..");

/** What an assistant gets of a tool. */
export interface Called {
  readonly isError: boolean;
  readonly value: Readonly<Record<string, unknown>> & { readonly exit?: number; readonly report?: Readonly<Record<string, unknown>>; readonly error?: { readonly code: string; readonly message: string; readonly hint?: string; readonly question?: { readonly code: string; readonly plan?: string; readonly next: string } } };
  readonly text: readonly string[];
}

export interface Assistant {
  readonly client: Client;
  /** What the server says beside the protocol; nothing where it is another's process. */
  readonly stderr: Readable;
  call(tool: string, input?: Readonly<Record<string, unknown>>): Promise<Called>;
  close(): Promise<void>;
}

/** A client of today's protocol, or of the one before it, in front of `pmpc mcp` in a process of its own. */
export async function openAssistant(folder: string, environment: Readonly<Record<string, string>>, args: readonly string[] = [], era: "auto" | "legacy" = "auto"): Promise<Assistant> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name, value]) => value !== undefined && !/^(PROXMOX_VE_|PMPC_|NODE_OPTIONS$)/.test(name))) as Record<string, string>;
  const transport = new StdioClientTransport({ command: process.execPath, args: [join(home, "dist/bin/pmpc.js"), "mcp", ...args], cwd: folder, env: { ...own, ...environment }, stderr: "pipe" });
  const client = new Client({ name: "a test", version: "1.0.0" }, { versionNegotiation: { mode: era } });
  await client.connect(transport);
  return { ...assistantOf(client), stderr: transport.stderr as Readable };
}

export function assistantOf(client: Client): Assistant {
  return {
    client,
    stderr: Readable.from([]),
    async call(tool, input = {}) {
      const { isError, structuredContent, content } = await client.callTool({ name: tool, arguments: input });
      return { isError: isError === true, value: structuredContent as Called["value"], text: content.flatMap((one) => (one.type === "text" ? [one.text] : [])) };
    },
    close: () => client.close(),
  };
}
