/**
 * The settings of a configuration that is as simple as pmpc writes it: comments, and one `key: word` on each line, where the word can only
 * be text, true or false. Undefined for everything else, which takes a parser of YAML: loading one takes longer than most commands run.
 */
export function readPlain(text: string): Readonly<Record<string, string | boolean>> | undefined {
  const settings = new Map<string, string | boolean>();
  for (const line of text.split("\n")) {
    if (line === "" || /^# [ -~]*$/.test(line)) continue;
    const [, key, word] = /^([a-z][a-z_]*): ([!-~]+)$/.exec(line) ?? [];
    if (key === undefined || word === undefined || settings.has(key)) return undefined;
    const value = word === "true" ? true : word === "false" ? false : isText(word) ? word : undefined;
    if (value === undefined) return undefined;
    settings.set(key, value);
  }
  return settings.size === 0 ? undefined : Object.fromEntries(settings);
}

/** Whether a word is text in YAML 1.2, without any quoting. */
const isText = (word: string) => (/^[A-Za-z]/.test(word) ? /^[\w.:/@-]*[\w/]$/.test(word) && !/^(true|false|null)$/i.test(word) : /^[0-9A-F]{2}(:[0-9A-F]{2})+$/.test(word));
