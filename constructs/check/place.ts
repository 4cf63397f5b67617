import { TerraformResource, Tokenization, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Member } from "../../lib/schema/row";
import { pathsTo, valuesAt } from "../prop-path";
import { nameOf, type IImage, type INode } from "../reference";
import { isToken } from "../token";
import { isProps } from "./kind";
import { elementsOf, resourceOf } from "./reach";

/** Images in the props of a guest that its node does not have: they lie on a storage that only another node has. */
export function imagesOnOtherNodes(props: object, node: INode | string | undefined): string[] {
  if (node === undefined || !holdsImage(props)) return [];
  const home = nameOf("node", node);
  if (isToken(home)) return [];
  return imagesIn(props, "").flatMap(({ path, onlyOn }) =>
    isToken(onlyOn) || onlyOn === home ? [] : [`${path} lies on a storage of ${onlyOn} alone, and the guest is made on ${home}; have an image for ${home}, or put it on a shared storage`],
  );
}

/** Whether there is an image at all: most guests have none, and the places of all of their values would be put together for nothing. */
function holdsImage(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsImage);
  if (Object.getPrototypeOf(value) !== Object.prototype) return isImage(value);
  for (const name in value) if (holdsImage((value as Readonly<Record<string, unknown>>)[name])) return true;
  return false;
}

function imagesIn(value: unknown, path: string): readonly { readonly path: string; readonly onlyOn: string }[] {
  if (Array.isArray(value)) return value.flatMap((element, at) => imagesIn(element, `${path}[${at}]`));
  if (typeof value !== "object" || value === null) return [];
  // An image is an object of a class, and its getters tell more than they should be asked.
  if (!isProps(value) || Object.getPrototypeOf(value) !== Object.prototype) return isImage(value) ? [{ path, onlyOn: value.onlyOn }] : [];
  return Object.entries(value).flatMap(([name, inner]) => imagesIn(inner, path === "" ? name : `${path}.${name}`));
}

const isImage = (value: object): value is IImage & { readonly onlyOn: string } => "onlyOn" in value && typeof value.onlyOn === "string";

/** Something that props name: by itself, or by a token of it. */
export interface Named {
  readonly path: string;
  readonly resource: TerraformResource;
}

/** The constructs in props, wherever they are: each is named to Proxmox VE. */
export function constructsIn(value: unknown, path = ""): readonly Named[] {
  if (Array.isArray(value)) return value.flatMap((element, at) => constructsIn(element, `${path}[${at}]`));
  if (typeof value !== "object" || value === null) return [];
  if (Construct.isConstruct(value)) {
    const resource = resourceOf(value);
    return resource === undefined ? [] : [{ path, resource }];
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || Tokenization.isResolvable(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => constructsIn(inner, path === "" ? name : `${path}.${name}`));
}

/** What props name by a token, such as `nas.datastoreId`, where the table has a name: anywhere else a token may well be of another cluster. */
export function tokensIn(members: readonly Member[], props: object): readonly Named[] {
  return pathsTo(members, ({ shape }) => /\bI[A-Z]\w+ \|/.test(shape.type)).flatMap((path) =>
    valuesAt(props, path).flat().filter(isToken).flatMap((token) => ownersOf(token).map((resource) => ({ path: path.map(({ prop }) => prop).join("."), resource }))),
  );
}

const { isTerraformResource } = TerraformResource;

// What a token of cdktf's refers to; no declaration tells.
interface Reference {
  readonly identifier?: string;
  readonly originStack?: TerraformStack;
}

function ownersOf(token: unknown): readonly TerraformResource[] {
  return (Tokenization.reverse(token) as readonly Reference[]).flatMap(({ identifier, originStack }) => {
    // An address is an address, whoever has it: names of tables are identities.
    const [type, id, ...attribute] = typeof identifier === "string" ? identifier.split(".") : [];
    if (originStack === undefined || /address/.test(attribute.join("."))) return [];
    return elementsOf(originStack).filter(isTerraformResource).filter((resource) => resource.terraformResourceType === type && resource.friendlyUniqueId === id);
  });
}
