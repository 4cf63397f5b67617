import { createHash } from "node:crypto";
import { TerraformResource, type TerraformElement } from "cdktf";
import type { JsonObject } from "./resolution";
import { isToken } from "./token";

const stock = Object.getOwnPropertyDescriptor(TerraformResource.prototype, "toTerraform")!.value as () => unknown;

/** The one way to render resources that this file was held against: cdktf 0.21 and CDK Terrain 0.24 have it, letter by letter. Any other one is left to itself. */
const known = "43ceb373623d3ab68ee9ba6d58a7a23ae402cd3f555a819a52474dea896e8ae2";

/** Whether a way to render is that one. */
export const isKnown = (render: () => unknown): boolean => createHash("sha256").update(String(render).replace(/\s+/g, " ")).digest("hex") === known;

const isStockKnown = isKnown(stock);

/** What that way looks at, and no declaration tells. */
interface Inside {
  readonly _hasMoved?: boolean;
  readonly _imported?: object;
  readonly rawOverrides: JsonObject;
  readonly constructNodeMetadata: JsonObject;
  readonly terraformMetaArguments: JsonObject;
  synthesizeAttributes(): JsonObject;
}

/** What cdktf makes of an element, tokens included. */
export function toTerraform(element: TerraformElement): unknown {
  const attributes = attributesOf(element);
  if (attributes === undefined) return element.toTerraform();
  const { terraformResourceType: type, friendlyUniqueId: id } = element as TerraformResource;
  return { resource: { [type]: { [id]: attributes } } };
}

/**
 * What cdktf makes of a resource, without its address. It copies all that a resource could say, said or not, again and again; nearly all
 * resources need none of that. Those that do are left to cdktf, and so is what is no resource: undefined.
 */
export function attributesOf(element: TerraformElement): JsonObject | undefined {
  if (!isStockKnown || element.toTerraform !== stock) return undefined;
  const resource = element as TerraformResource;
  const inside = element as unknown as Inside;
  if (inside._hasMoved || inside._imported !== undefined || resource.hasResourceMove() || resource.provisioners !== undefined || isToken(resource.friendlyUniqueId)) return undefined;
  const attributes = inside.synthesizeAttributes();
  if (holdsDynamic(attributes) || !addMeta(attributes, inside.terraformMetaArguments, metaWords) || !addOverrides(attributes, inside.rawOverrides)) return undefined;
  attributes["//"] = { ...(attributes["//"] as object | undefined), ...inside.constructNodeMetadata };
  return attributes;
}

type Words = Readonly<Record<string, string>>;

const metaWords: Words = { dependsOn: "depends_on", count: "count", provider: "provider", lifecycle: "lifecycle", forEach: "for_each" };
const lifecycleWords: Words = { createBeforeDestroy: "create_before_destroy", preventDestroy: "prevent_destroy", ignoreChanges: "ignore_changes" };

/** Adds what Terraform itself is told of a resource; false where that takes more than other words. */
function addMeta(attributes: JsonObject, said: JsonObject, words: Words): boolean {
  return Object.keys(said).every((name) => {
    const value = said[name];
    if (value === undefined) return true;
    const word = words[name];
    if (word === undefined || attributes[word] !== undefined) return false;
    const inner = word === "lifecycle" ? {} : undefined;
    attributes[word] = inner ?? value;
    return inner === undefined ? isSimple(value) : addMeta(inner, value as JsonObject, lifecycleWords);
  });
}

const isSimple = (value: unknown) => (Array.isArray(value) ? value.every((one) => typeof one === "string") : typeof value !== "object");

/** Adds what was said past the binding; false where it is to be merged with something. */
function addOverrides(attributes: JsonObject, overrides: JsonObject): boolean {
  return Object.keys(overrides).every((name) => {
    const value = overrides[name];
    if (attributes[name] !== undefined || (typeof value === "object" && !Array.isArray(value))) return false;
    attributes[name] = value;
    return true;
  });
}

// cdktf exports no class for a block that an iterator makes.
const dynamic = Symbol.for("cdktf/TerraformDynamicBlock");

/** Whether an iterator makes a block: it has another place then. cdktf looks for them in these places, and no others. */
function holdsDynamic(said: JsonObject): boolean {
  for (const name of Object.keys(said)) {
    const part = said[name];
    if (typeof part !== "object" || part === null) continue;
    if (dynamic in part || (part.constructor === Object && holdsDynamic(part as JsonObject))) return true;
  }
  return false;
}
