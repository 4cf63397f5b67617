import { xml } from "../../../lib/xml";
import type { Drawing, DrawnNode, Shelf } from "./drawing";

const width = 960;
const gap = 12;
const columns = 4;
const column = (width - gap) / columns - gap;
const guest = { width: column, height: 42 };
const chip = { width: column, height: 26 };
const heading = 30;

/** A piece of the picture, and how high it is. */
interface Piece {
  readonly lines: readonly string[];
  readonly height: number;
}

/** The drawing as SVG, light or dark as the reader's page is: a box for each node, and below what the guests share. */
export function printSvg({ title, nodes, shelves }: Drawing): string {
  const pieces = [...nodes.map((node) => (top: number) => drawNode(node, top)), ...shelves.map((shelf) => (top: number) => drawShelf(shelf, top))];
  let top = gap;
  const lines: string[] = [];
  for (const piece of pieces) {
    const drawn = piece(top);
    lines.push(...drawn.lines);
    top += drawn.height + gap;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img" aria-label="${xml(`The nodes and guests of ${title}`)}">`,
    "  <style>",
    "    text { font: 13px system-ui, sans-serif; fill: #1f2328 } .small { font-size: 11px; fill: #59636e } .head { font-weight: 600 }",
    "    .node { fill: #f6f8fa; stroke: #d1d9e0 } .guest { fill: #fff; stroke: #d1d9e0 } .template { stroke-dasharray: 4 3 } .shared { fill: #ddf4ff; stroke: #b6e3ff }",
    "    @media (prefers-color-scheme: dark) { text { fill: #f0f6fc } .small { fill: #9198a1 } .node { fill: #151b23; stroke: #3d444d } .guest { fill: #0d1117; stroke: #3d444d } .shared { fill: #121d2f; stroke: #1f3a5f } }",
    "  </style>",
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}

function drawNode({ name, guests }: DrawnNode, top: number): Piece {
  const rows = Math.ceil(guests.length / columns);
  const height = heading + rows * (guest.height + gap) + (rows === 0 ? gap : 0);
  const boxes = guests.flatMap(({ name: called, label, template, uses }, at) => {
    const [x, y] = place(at, guest, top + heading);
    const shared = uses.map((use) => use.slice(use.indexOf("/") + 1)).join(" · ");
    return [
      `  <rect class="guest${template ? " template" : ""}" x="${x}" y="${y}" width="${guest.width}" height="${guest.height}" rx="4"/>`,
      `  ${text(fit(called, 18), x + 10, y + 18)}${text(label, x + guest.width - 10, y + 18, "small", "end")}`,
      `  ${text(fit(shared, 36), x + 10, y + 34, "small")}`,
    ];
  });
  return { lines: [`  <rect class="node" x="${gap / 2}" y="${top}" width="${width - gap}" height="${height}" rx="6"/>`, `  ${text(fit(name, 60), gap + 6, top + 20, "head")}`, ...boxes], height };
}

function drawShelf({ title, items }: Shelf, top: number): Piece {
  const chips = items.flatMap(({ name, users }, at) => {
    const [x, y] = place(at, chip, top + heading);
    return [`  <rect class="shared" x="${x}" y="${y}" width="${chip.width}" height="${chip.height}" rx="13"/>`, `  ${text(fit(name, 24), x + 12, y + 18)}${text(String(users), x + chip.width - 12, y + 18, "small", "end")}`];
  });
  return { lines: [`  ${text(title, gap + 6, top + 20, "head")}`, ...chips], height: heading + Math.ceil(items.length / columns) * (chip.height + gap) };
}

const place = (at: number, size: { readonly width: number; readonly height: number }, top: number): readonly [number, number] => [gap + (at % columns) * (size.width + gap), top + Math.floor(at / columns) * (size.height + gap)];

const text = (says: string, x: number, y: number, kind?: string, anchor?: "end") => `<text x="${x}" y="${y}"${kind === undefined ? "" : ` class="${kind}"`}${anchor === undefined ? "" : ` text-anchor="${anchor}"`}>${xml(says)}</text>`;

/** What fits: a picture does not wrap. */
const fit = (words: string, most: number) => ([...words].length > most ? `${[...words].slice(0, most - 1).join("")}…` : words);
