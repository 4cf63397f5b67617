import { nameOf, type IImage, type INode } from "../reference";
import { isToken } from "../token";
import { isProps } from "./kind";

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
