import type { GetPromptResult, Prompt, ReadResourceResult, Resource } from "@modelcontextprotocol/server";
import type { Jobs } from "../machine/jobs";
import type { Bound } from "../machine/offer";
import { completePrompt, prompts, writePrompt } from "./prompts";
import { readResource, resourcesOf } from "./resources";
import { toolsOf, type Offer } from "./tools";

/** All that a server shows to its clients. */
export interface Shown {
  readonly version: string;
  readonly offers: readonly Offer[];
  readonly resources: {
    list(): readonly Resource[];
    read(uri: string): Promise<ReadResourceResult>;
  };
  readonly prompts: {
    readonly all: readonly Prompt[];
    write(name: string, given?: Readonly<Record<string, string>>): GetPromptResult;
    /** What an argument of a prompt may be, as far as it is typed. */
    complete(name: string, argument: string, typed: string): Promise<readonly string[]>;
  };
}

/** What the server of a workspace shows. */
export function shownOf(bound: Bound, jobs: Jobs): Shown {
  return {
    version: bound.context.version,
    offers: toolsOf(bound, jobs),
    resources: { list: () => resourcesOf(bound), read: (uri) => readResource(uri, bound) },
    prompts: { all: prompts, write: writePrompt, complete: (name, argument, typed) => completePrompt(name, argument, typed, bound) },
  };
}
