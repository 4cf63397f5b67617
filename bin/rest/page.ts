import { createHash } from "node:crypto";

const script = `
const form = document.querySelector("form"), out = document.querySelector("main");
const add = (parent, name, text) => { const one = document.createElement(name); if (text !== undefined) one.textContent = text; parent.append(one); return one; };
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  out.replaceChildren();
  const answer = await fetch("/api/v1/openapi.json", { headers: { Authorization: "Bearer " + form.token.value } });
  const value = await answer.json();
  if (!answer.ok) return add(out, "p", value.title + ": " + value.hint);
  for (const [path, methods] of Object.entries(value.paths)) for (const [method, one] of Object.entries(methods)) {
    add(out, "h2", method.toUpperCase() + " " + path);
    add(out, "p", one.summary);
    const list = add(out, "dl"), body = one.requestBody?.content["application/json"].schema.properties.input.properties ?? {};
    for (const { name, description = "" } of one.parameters ?? []) { add(list, "dt", name); add(list, "dd", description); }
    for (const [name, { description = "" }] of Object.entries(body)) { add(list, "dt", "input." + name); add(list, "dd", description); }
  }
});
`;
const style = "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}h2{font:600 1rem ui-monospace,monospace;margin:2rem 0 0}dt{font-family:ui-monospace,monospace}p{margin:0}";

/** The page of the description: it needs nothing from elsewhere, and shows nothing without the token. */
export const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>pmpc</title><style>${style}</style></head><body><h1>pmpc</h1><form><label>Token, as it was printed at the start: <input name="token" type="password" autocomplete="off" required></label> <button>Show what there is</button></form><main></main><script>${script}</script></body></html>`;

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

export const pageHeaders = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};
