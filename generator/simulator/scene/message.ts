import { prefix, type Message } from "../wire";
import { translate, type MadeUp } from "./likeness";
import type { Step } from "./scene";

/** The request that a step records, as it came over the wire. */
export function messageOf({ method = "GET", path = "/", form = {}, raw_body: raw, sent_as: sent, reason = "", note = "" }: Step, headers: Message["headers"], madeUp: MadeUp): Message {
  const values = Object.fromEntries(Object.entries(form).map(([key, value]) => [key, typeof value === "string" ? translate(value, madeUp) : value]));
  const query = new URLSearchParams(Object.entries(values).flatMap(([key, value]) => [value].flat().map((one): [string, string] => [key, String(one)]))).toString();
  const url = `${prefix}${path.replace(/UPID[^/?]*/g, (upid) => encodeURIComponent(translate(decodeURIComponent(upid), madeUp)))}`;
  if (raw !== undefined) {
    const type = /Content-Type '([^']*)'/.exec(reason)?.[1] ?? typeOf(raw, note);
    return { method, url, headers: { ...headers, "content-type": type }, text: raw };
  }
  if (method === "GET" || method === "DELETE") return { method, url: query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`, headers, text: "" };
  if (sent === "json") return { method, url, headers: { ...headers, "content-type": "application/json" }, text: JSON.stringify(values) };
  return { method, url, headers: { ...headers, "content-type": "application/x-www-form-urlencoded" }, text: query };
}

function typeOf(text: string, note: string): string {
  if (text.startsWith("--")) return `multipart/form-data; boundary=${text.slice(2, text.indexOf("\r"))}`;
  return /^[{[]/.test(text) || /JSON/.test(note) ? "application/json" : "application/x-www-form-urlencoded";
}
