import { printGuestFile, type Setting } from "../../lib/pve/guest-config";

/** Texts that mean something to a language which pmpc writes. */
export const texts = [
  '${file("/etc/passwd")}',
  "%{ if true }yes%{ endif }",
  "`${process.exit(1)}`",
  "*/ process.exit(1) /*",
  "{{ lookup('pipe','id') }}",
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007",
  "../../x",
  "__proto__",
  "class",
  "$& $$ $1 $` $'",
  "$${not} %%{not} $${file(1)}",
  "${TfToken[TOKEN.0]}",
  "#{TfToken[TOKEN.0]} &{TfToken[TOKEN.1]}",
  "Map Token Value",
  "-1.8881545897087505e+289",
  "line\u2028separator \u202eevil",
  "first\nsecond ${TfToken[TOKEN.1]}\n\n  fourth\\n",
  "a long one: ".repeat(700).trim(),
];

/** A machine and a container for each text, which stands wherever a guest's text can stand. */
export function hostileFiles(): Record<string, string> {
  const file = (text: string, settings: readonly Setting[]) => printGuestFile({ current: { description: text, settings, raw: [] }, sections: [] });
  const flat = (text: string) => text.replace(/[\n\u2028]/g, " ").trim();
  return Object.fromEntries(
    texts.flatMap((text, at) => {
      const name = flat(text).slice(0, 60);
      const tags = /^[\w./$&-]+$/.test(text) ? [["tags", text] as const] : [];
      return [
        [`nodes/pve/qemu-server/${100 + at}.conf`, file(text, [["name", name], ["memory", "512"], ...tags])],
        [`nodes/pve/lxc/${200 + at}.conf`, file(text, [["hostname", at % 2 === 0 ? "same" : name], ["memory", "512"], ["ostype", "debian"], ["arch", "amd64"], ["rootfs", `local:${200 + at}/vm-${200 + at}-disk-0.raw,size=4G`], ...tags])],
      ];
    }),
  );
}

