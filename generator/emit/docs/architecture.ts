import type { Plan } from "../../plan/plan";
import type { EmittedFile } from "../file";
import { draw } from "./drawing";
import { plain, table } from "./markdown";
import { printMermaid } from "./mermaid";
import { printSvg } from "./svg";

/** `docs/architecture.md` and its picture: which guests are on which node, and what they share. */
export function emitArchitecture(plan: Plan): EmittedFile[] {
  const drawing = draw(plan);
  const guests = drawing.nodes.reduce((sum, node) => sum + node.guests.length, 0);
  const content = [
    `# Architecture of ${plain(drawing.title)}`,
    "",
    `The guests of each node, and what they share. Every import updates this page.`,
    "",
    "![The nodes and guests of the cluster](architecture.svg)",
    "",
    "```mermaid",
    ...printMermaid(drawing),
    "```",
    "",
    ...table(["node", "guests"], [...drawing.nodes.map((node) => [plain(node.name), String(node.guests.length)]), ["all", String(guests)]]),
    ...drawing.shelves.flatMap(({ title, items }) => [`## ${title}`, "", ...table(["", "guests"], items.map(({ name, users }) => [plain(name), String(users)]))]),
  ];
  return [
    { path: "docs/architecture.md", content: `${content.join("\n").trimEnd()}\n`, mode: "owned" },
    { path: "docs/architecture.svg", content: printSvg(drawing), mode: "owned" },
  ];
}
