import { PmpcError, exit } from "../../lib/error";
import type { Guest } from "../../lib/inventory/inventory";
import { guestTypeOf } from "../../lib/schema/kind/name";

/** Whether a guest is meant. */
type Test = (guest: Guest) => boolean;

/** Which guests are meant, as somebody said it. */
export interface Selection {
  (guest: Guest): boolean;
  /** What was said and matches none of these: `--filter vmid=999`. */
  readonly unmatched?: (guests: readonly Guest[]) => readonly string[];
}

/** What can be filtered by, each with a test and what it expects. */
const criteria: Readonly<Record<string, { readonly expects: string; readonly parse: (text: string) => Test | undefined }>> = {
  type: { expects: "vm or container", parse: parseType },
  name: { expects: "a name, in which * and ? are wildcards", parse: (text) => (guest) => glob(text).test(guest.name ?? "") },
  vmid: { expects: "a number or a range such as 100-199", parse: range },
  node: { expects: "the name of a node", parse: (text) => (guest) => glob(text).test(guest.node) },
  pool: { expects: "the name of a pool", parse: (text) => (guest) => glob(text).test(guest.pool ?? "") },
  tag: { expects: "a tag", parse: (text) => (guest) => guest.tags.some((tag) => tag.toLowerCase() === text.toLowerCase()) },
  status: { expects: "running or stopped, or another state of Proxmox VE", parse: (text) => (guest) => guest.status === text },
  template: {
    expects: "true or false",
    parse: (text) => (/^(true|false)$/.test(text) ? (guest) => guest.template === (text === "true") : undefined),
  },
};

/**
 * Reads `--filter` and `--exclude`. Commas inside one filter mean and, several filters mean or; an exclusion beats a filter.
 * Without filters every guest is meant.
 */
export function parseSelection(filters: readonly string[], exclusions: readonly string[]): Selection {
  const wanted = filters.map((text) => parseFilter("--filter", text));
  const unwanted = exclusions.map((text) => parseFilter("--exclude", text));
  const isMeant: Test = (guest) => (wanted.length === 0 || wanted.some((one) => one(guest))) && !unwanted.some((one) => one(guest));
  const said = [...filters.map((text) => `--filter ${text}`), ...exclusions.map((text) => `--exclude ${text}`)];
  const unmatched = (guests: readonly Guest[]) => said.filter((_, at) => !guests.some([...wanted, ...unwanted][at]!));
  return Object.assign(isMeant, { unmatched });
}

/** Refuses what was said where it matches none of these: an answer about no guest would look like one about all. Raises `nothing-matches`. */
export function refuseUnmatched({ unmatched }: Selection, guests: readonly Guest[]): void {
  const [first] = unmatched?.(guests) ?? [];
  if (first !== undefined) throw new PmpcError("nothing-matches", `${first} matches no guest that was read`, { hint: "pmpc list shows all", exit: exit.notFound });
}

function parseFilter(option: string, text: string): Test {
  const tests = text.split(",").map((part) => parseCriterion(option, part.trim()));
  return (guest) => tests.every((test) => test(guest));
}

function parseCriterion(option: string, part: string): Test {
  const [, name = "", value = ""] = /^([^=]*)=(.*)$/.exec(part) ?? [];
  const criterion = Object.hasOwn(criteria, name) ? criteria[name] : undefined;
  if (!criterion) {
    throw new PmpcError("wrong-filter", `${option} cannot understand "${part}"`, {
      hint: `the criteria are ${Object.keys(criteria).join(", ")}, each with "=": ${option} type=vm,tag=prod`,
      exit: exit.usage,
    });
  }
  const test = value === "" ? undefined : criterion.parse(value);
  if (!test) throw new PmpcError("wrong-filter", `${option} ${name}= expects ${criterion.expects}, not "${value}"`, { exit: exit.usage });
  return test;
}

function parseType(text: string): Test | undefined {
  const type = guestTypeOf(text);
  return type === undefined ? undefined : (guest) => guest.type === type;
}

function range(text: string): Test | undefined {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return from === undefined ? undefined : ({ vmId }) => vmId >= Number(from) && vmId <= Number(to);
}

function glob(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i");
}
