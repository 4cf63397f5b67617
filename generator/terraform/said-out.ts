type Block = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Block>>>>;

const reference = /(?<!\$)\$\{(\w+)\.([\w-]+)\.(\w+)\}/g;
const deepest = 8;

/** What a resource says, with the values in place of references to what the same code says: `${proxmox_storage_nfs.nas.id}` → `nas`. What only Terraform knows stays. */
export function saidOut(values: Block, resources: Resources): Block {
  return say(values, resources, 0) as Block;
}

function say(value: unknown, resources: Resources, depth: number): unknown {
  if (typeof value === "string") return value.includes("${") && depth < deepest ? sayText(value, resources, depth) : value;
  if (Array.isArray(value)) return (value as readonly unknown[]).map((one) => say(one, resources, depth));
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, say(inner, resources, depth)])) : value;
}

function sayText(text: string, resources: Resources, depth: number): unknown {
  const [whole] = [...text.matchAll(reference)].filter(([all]) => all === text);
  if (whole !== undefined) return valueOf(whole, resources, depth) ?? text;
  return text.replace(reference, (...found) => {
    const value = valueOf(found as unknown as RegExpMatchArray, resources, depth);
    return typeof value === "string" || typeof value === "number" ? String(value) : found[0];
  });
}

function valueOf([, type, name, attribute]: RegExpMatchArray, resources: Resources, depth: number): unknown {
  const of = resources[type!]?.[name!];
  // The id of a guest is its number.
  return say(of?.[attribute!] ?? (attribute === "id" ? of?.vm_id : undefined), resources, depth + 1);
}
