import { xml } from "../../lib/xml";

/** A line that was typed into the console, and what it printed. */
export interface Step {
  readonly prompt: string;
  readonly line: string;
  readonly printed: readonly string[];
}

/** The last step that a screen of so many columns shows, without the prompt after it. */
export function stepOn(screen: string, line: string, width: number): Step {
  const lines = screen.split("\n");
  const at = lines.findLastIndex((one) => /^\w+> ./.test(one));
  const [prompt] = /^\w+> /.exec(lines[at]!)!;
  const rows = Math.ceil((prompt.length + line.length) / width);
  const printed = lines.slice(at + rows, -1);
  while (printed[0]?.trim() === "") printed.shift();
  while (printed.at(-1)?.trim() === "") printed.pop();
  return { prompt, line, printed };
}

const [row, column, margin] = [18, 7.8, 16];

/** The steps as a picture whose text is text. */
export function drawSteps(steps: readonly Step[], columns: number): string {
  const lines = steps.flatMap(({ prompt, line, printed }, at) => [
    ...(at === 0 ? [] : [""]),
    `<tspan class="p">${xml(prompt)}</tspan><tspan class="t">${xml(line)}</tspan>`,
    ...printed.map((one) => xml(one)),
  ]);
  const [width, height] = [Math.ceil(columns * column) + 2 * margin, lines.length * row + 2 * margin];
  const texts = lines.flatMap((line, at) => (line === "" ? [] : [`  <text x="${margin}" y="${margin + row * (at + 0.75)}">${line}</text>`]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" xml:space="preserve" role="img" aria-label="A sitting in the console of pmpc">`,
    "  <style>",
    "    rect { fill: #fbfbfa } text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #333 }",
    "    .p { fill: #888 } .t { font-weight: 600 }",
    "    @media (prefers-color-scheme: dark) { rect { fill: #16181d } text { fill: #d0d3d8 } .p { fill: #8a8f98 } }",
    "  </style>",
    `  <rect width="${width}" height="${height}" rx="6"/>`,
    ...texts,
    "</svg>",
    "",
  ].join("\n");
}
