import type { Drawing } from "./drawing";

/** A picture of more guests than this shows their number for each node: lines between all of them could not be followed. */
const mostGuests = 40;

/** The drawing in Mermaid, which GitHub, GitLab and Forgejo show as a picture. */
export function printMermaid(drawing: Drawing): readonly string[] {
  const all = drawing.nodes.flatMap(({ guests }) => guests);
  return ["flowchart LR", ...(all.length > mostGuests ? coarse(drawing) : fine(drawing))];
}

function fine({ nodes, shelves }: Drawing): readonly string[] {
  const ids = idsOf(shelves.flatMap(({ items }) => items.map(({ id }) => id)), "s");
  const guests = idsOf(nodes.flatMap((node) => node.guests.map(({ key }) => key)), "g");
  return [
    ...nodes.flatMap((node, at) => [`  subgraph n${at}[${label(node.name)}]`, ...node.guests.map(({ key, name, label: number }) => `    ${guests.get(key)!}[${label(name, number)}]`), "  end"]),
    ...items({ shelves }, ids),
    ...nodes.flatMap((node) => node.guests.filter(({ uses }) => uses.length > 0).map(({ key, uses }) => `  ${guests.get(key)!} --- ${uses.map((use) => ids.get(use)!).join(" & ")}`)),
    ...nodes.flatMap((node) => node.guests.flatMap(({ key, from }) => from.flatMap((one) => (guests.has(one) ? [`  ${guests.get(key)!} -.-> ${guests.get(one)!}`] : [])))),
  ];
}

function coarse({ nodes, shelves }: Drawing): readonly string[] {
  const ids = idsOf(shelves.flatMap(({ items }) => items.map(({ id }) => id)), "s");
  const users = (at: number, id: string) => nodes[at]!.guests.filter(({ uses }) => uses.includes(id)).length;
  return [
    ...nodes.map(({ name, guests }, at) => `  n${at}[${label(name, `${guests.length} ${guests.length === 1 ? "guest" : "guests"}`)}]`),
    ...items({ shelves }, ids),
    ...nodes.flatMap((_, at) => [...ids].flatMap(([id, own]) => (users(at, id) === 0 ? [] : [`  n${at} -- ${users(at, id)} --- ${own}`]))),
  ];
}

const items = ({ shelves }: Pick<Drawing, "shelves">, ids: ReadonlyMap<string, string>) =>
  shelves.flatMap(({ title, items: all }, at) => [`  subgraph k${at}[${label(title)}]`, ...all.map(({ id, name }) => `    ${ids.get(id)!}([${label(name)}])`), "  end"]);

/** Short names without a meaning: those of guests may be words of Mermaid's. */
const idsOf = (all: readonly string[], letter: string): ReadonlyMap<string, string> => new Map(all.map((one, at) => [one, `${letter}${at}`]));

/** Text in a Mermaid label, one line for each: letters, digits and harmless signs as they are, everything else as its number. The only place that quotes Mermaid. */
export const label = (...lines: readonly string[]): string => `"${lines.map((line) => [...line].map((sign) => (/[\p{L}\p{N} ._/:,+()-]/u.test(sign) ? sign : `#${sign.codePointAt(0)!};`)).join("")).join("<br/>")}"`;
