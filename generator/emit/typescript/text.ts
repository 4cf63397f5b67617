// Characters that change what a reader or a terminal sees without being seen: controls, line separators, direction marks.
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A string literal, whatever the text holds. The only place where text becomes code. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(unseen, escape);
}

/** The text of a `//` comment: one line, nothing unseen. The only place where text becomes a comment. */
export function plainComment(text: string): string {
  return text.replace(/[\s\u2028\u2029]+/g, " ").replace(unseen, escape).trim();
}

/** A property's name: quoted if it is not an identifier, computed where it would set the prototype. */
export function propertyName(name: string): string {
  if (name === "__proto__") return `["__proto__"]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** Checks that a planned name is an identifier, so that nothing else can be printed as one. */
export function identifier(name: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) throw new TypeError(`"${name}" is not an identifier`);
  return name;
}

const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
