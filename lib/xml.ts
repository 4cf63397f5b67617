const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;" };

/** Text in XML 1.0, in an attribute or an element; what XML cannot hold, and what readers do not see, becomes U+FFFD. The only place that quotes XML. */
export function xml(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"'\n\t]/g, (one) => named[one]!);
}
