const room = 100;
// As much of what is the same as shows where a difference is.
const around = 90;

/** Two values side by side in a line each. Of long ones only what differs, with the braces that it is in. */
export function apart(one = "nothing", other = "nothing"): readonly [string, string] {
  const [a, b] = [one, other].map((text) => text.replace(/\s+/g, " ")) as [string, string];
  if (a.length <= room && b.length <= room) return [a, b];
  const least = Math.min(a.length, b.length);
  let same = 0;
  while (same < least && a[same] === b[same]) same++;
  let behind = 0;
  while (behind < least - same && a.at(-1 - behind) === b.at(-1 - behind)) behind++;
  const start = startOf(a, same);
  return [cut(a, start, a.length - behind), cut(b, start, b.length - behind)];
}

/** Where the braces around a place open; else a few words before it. */
function startOf(text: string, place: number): number {
  const brace = text.lastIndexOf("{", place);
  if (brace >= 0 && place - brace < around) return brace;
  return place <= 20 ? 0 : text.lastIndexOf(" ", place - 20) + 1;
}

function cut(text: string, start: number, end: number): string {
  const brace = text.indexOf("}", Math.max(start, end - 1));
  const last = brace >= 0 && brace - end < around ? brace + 1 : Math.min(text.length, end + 20);
  const part = text.slice(start, Math.min(last, start + 2 * room));
  return `${start > 0 ? "… " : ""}${part}${start + part.length < text.length ? " …" : ""}`;
}
