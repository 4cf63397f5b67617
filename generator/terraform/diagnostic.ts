import type { Problem } from "./plan";

/** An error, as terraform prints it. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

/**
 * Says which resource each error is about. The provider names a virtual machine by its number, and a container often not at all:
 * `unread` are the resources whose reading did not end, with the number of each.
 */
export function attribute(diagnostics: readonly Diagnostic[], unread: ReadonlyMap<string, string>): readonly Problem[] {
  const found = diagnostics.map((diagnostic) => ({ says: textOf(diagnostic), address: addressOf(diagnostic, unread) }));
  const left = [...unread.keys()].filter((address) => !found.some((one) => one.address === address));
  const nameless = found.filter(({ address }) => address === undefined).map(({ says }) => says);
  const containers = left.filter((address) => address.includes("_container."));
  const isContainers = (says: string) => containers.length > 0 && /\bcontainer\b/i.test(says);
  // Several that say the same are about several containers; where they differ, nobody knows which is whose.
  const words = [...new Set(nameless.filter(isContainers))].join("; or ");
  return [
    ...found.filter(({ address, says }) => address !== undefined || !isContainers(says)),
    ...(words === "" ? [] : containers.map((address) => ({ says: words, address }))),
  ];
}

const textOf = ({ summary, detail }: Diagnostic) => [summary, detail].filter(Boolean).join(": ").replace(/\s+/g, " ").trim();

function addressOf(diagnostic: Diagnostic, unread: ReadonlyMap<string, string>): string | undefined {
  const text = textOf(diagnostic);
  const named = diagnostic.address ?? /Resource (\S+) has lifecycle\.prevent_destroy set/.exec(text)?.[1];
  if (named !== undefined) return named;
  const [, type, inPath] = /\b(qemu|lxc)\/(\d+)\b/.exec(text) ?? [];
  const number = inPath ?? /\bVM (\d+)\b/.exec(text)?.[1];
  if (number === undefined) return undefined;
  const kind = type === "lxc" ? "_container." : "_vm.";
  return [...unread].find(([address, id]) => id === number && address.includes(kind))?.[0];
}
