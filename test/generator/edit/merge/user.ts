import { constructsIn, type ConstructCode } from "../../../../generator/edit/construct";
import { restyle } from "../../../../generator/edit/restyle";
import type { Style } from "../../../../generator/edit/style";

/** A project as its user has it, and what the user did. */
export interface Mine {
  readonly code: ReadonlyMap<string, string>;
  /** Values that the user has written otherwise: `VirtualMachine 101 memory`. */
  readonly touched: ReadonlySet<string>;
  /** Comments of the user's. */
  readonly comments: readonly string[];
}

/** One edit, with numbers that decide where and how. */
export interface Edit {
  readonly what: number;
  readonly at: number;
  readonly how: number;
}

interface Spot {
  readonly path: string;
  readonly text: string;
  readonly construct: ConstructCode;
  readonly key: string;
}

const guestsIn = (code: ReadonlyMap<string, string>): Spot[] =>
  [...code].flatMap(([path, text]) => constructsIn(text).flatMap((construct) => (construct.props.get("vmId")?.value === undefined || construct.statement === undefined ? [] : [{ path, text, construct, key: `${construct.className} ${construct.props.get("vmId")!.value}` }])));

type Doing = (mine: Mine, edit: Edit, spot: Spot) => Mine;

const withText = (mine: Mine, path: string, text: string, touched: readonly string[] = [], comments: readonly string[] = []): Mine => ({ code: new Map([...mine.code, [path, text]]), touched: new Set([...mine.touched, ...touched]), comments: [...mine.comments, ...comments] });

/** Writes one property of a guest otherwise. */
const property =
  (name: string, write: (code: string, how: number) => string | undefined): Doing =>
  (mine, { how }, { path, text, construct, key }) => {
    const prop = construct.props.get(name);
    if (prop === undefined) return mine;
    const before = text.slice(prop.start, prop.end);
    const after = write(before, how);
    return after === undefined || after === before ? mine : withText(mine, path, text.slice(0, prop.start) + after + text.slice(prop.end), [`${key} ${name}`]);
  };

/** Takes a property out with its line. */
const without =
  (name: string): Doing =>
  (mine, _, { path, text, construct, key }) => {
    const prop = construct.props.get(name);
    if (prop === undefined) return mine;
    const line = text.lastIndexOf("\n", prop.start) + 1;
    const rest = /^[ \t]*,?[ \t]*\r?\n/.exec(text.slice(prop.end));
    if (text.slice(line, prop.start).trim() !== "" || rest === null) return mine;
    return withText(mine, path, text.slice(0, line) + text.slice(prop.end + rest[0].length), [`${key} ${name}`]);
  };

const added =
  (name: string, code: (how: number) => string): Doing =>
  (mine, { how }, { path, text, construct, key }) => {
    const vmId = construct.props.get("vmId")!;
    return construct.props.has(name) ? mine : withText(mine, path, `${text.slice(0, vmId.start)}${name}: ${code(how)}, ${text.slice(vmId.start)}`, [`${key} ${name}`]);
  };

const comment: Doing = (mine, { at, how }) => {
  const paths = [...mine.code.keys()].filter((path) => /^(cluster|guests\/.*)\.ts$/.test(path));
  const path = paths[at % paths.length]!;
  const text = mine.code.get(path)!;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(end);
  const words = `note ${mine.comments.length} of the user's (${how})`;
  const line = how % lines.length;
  if (how % 3 === 0) lines.splice(line, 0, `${/^[ \t]*/.exec(lines[line]!)![0]}// ${words}`);
  else if (how % 3 === 1 && /[,;{]$/.test(lines[line]!)) lines[line] += ` // ${words}`;
  else lines.splice(line, 0, `${/^[ \t]*/.exec(lines[line]!)![0]}/* ${words} */`);
  return withText(mine, path, lines.join(end), [], [words]);
};

const styles: readonly Style[] = [
  { quote: "'", step: "  ", spaced: true, trailingComma: true, semicolon: false, lineEnd: "\n" },
  { quote: '"', step: "\t", spaced: true, trailingComma: true, semicolon: true, lineEnd: "\n" },
  { quote: "'", step: "    ", spaced: false, trailingComma: false, semicolon: true, lineEnd: "\r\n" },
  { quote: '"', step: "  ", spaced: true, trailingComma: true, semicolon: true, lineEnd: "\r\n" },
  { quote: "'", step: "\t", spaced: true, trailingComma: false, semicolon: true, lineEnd: "\r\n" },
];

// Only what is still in the house style can be written in another one.
const reformat: Doing = (mine, { how }, { path, text }) => {
  if (text.includes("\r\n") || text.includes("\t") || !/^import .*;$/m.test(text)) return mine;
  const style = styles[how % styles.length]!;
  return withText(mine, path, restyle(text, style, "", "statements") + style.lineEnd);
};

/** Takes a guest's statement out of a text. */
const cut = (text: string, { statement }: ConstructCode) => {
  const line = text.lastIndexOf("\n", statement!.start - 1) + 1;
  const end = /^[^\S\n]*;?[^\S\n]*\r?\n([^\S\n]*\r?\n)?/.exec(text.slice(statement!.end));
  return end === null || text.slice(line, statement!.start).trim() !== "" ? undefined : text.slice(0, line) + text.slice(statement!.end + end[0].length);
};

const remove: Doing = (mine, _, { path, text, construct }) => {
  const rest = cut(text, construct);
  const own = text.slice(construct.statement!.start, construct.statement!.end);
  return rest === undefined || mine.comments.some((words) => own.includes(words)) ? mine : withText(mine, path, rest);
};

/** Moves a guest into a file of the user's, which the stack calls. */
const move: Doing = (mine, { how }, { path, text, construct }) => {
  const cluster = mine.code.get("cluster.ts")!;
  if (!path.startsWith("guests/") || path.startsWith("guests/own") || constructsIn(text).length < 2) return mine;
  const rest = cut(text, construct);
  const head = text.slice(0, text.indexOf("export function"));
  const parameter = /export function \w+\((\w+): (\w+)\)/.exec(text);
  // What the head makes would be declared in both files.
  if (rest === undefined || parameter === null || constructsIn(head).length > 0 || mine.comments.some((words) => head.includes(words))) return mine;
  const name = `own${how % 1000}`;
  const target = `guests/${name}.ts`;
  if (mine.code.has(target)) return mine;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const moved = `${head.replace(/^\/\/.*\r?\n/, "")}export function ${name}(${parameter[1]}: ${parameter[2]}): void {${end}  ${text.slice(construct.statement!.start, construct.statement!.end)}${end}}${end}`;
  const clusterEnd = cluster.includes("\r\n") ? "\r\n" : "\n";
  const called = cluster.replace(/^((?:[ \t]+)\w+\(this\);?)(?=\r?$)/m, `$1${clusterEnd}    ${name}(this);`);
  if (called === cluster) return mine;
  const imported = `import { ${name} } from "./guests/${name}";${clusterEnd}${called}`;
  return { ...mine, code: new Map([...mine.code, [path, rest], [target, moved], ["cluster.ts", imported]]) };
};

/** Calls the stack otherwise in one file. */
const renameScope: Doing = (mine, { how }, { path, text }) => {
  const name = /export function \w+\((\w+):/.exec(text)?.[1];
  const fresh = `stack${how % 10}`;
  return name === undefined || new RegExp(`\\b${fresh}\\b`).test(text) ? mine : withText(mine, path, text.replace(new RegExp(`(?<![\\w$."'/-])${name}(?=[,.:)])`, "g"), fresh));
};

/** Calls a field of the stack otherwise everywhere. */
const renameField: Doing = (mine, { at }) => {
  const cluster = mine.code.get("cluster.ts")!;
  const fields = [...cluster.matchAll(/readonly (\w+) = /g)].map(([, name]) => name!);
  const name = fields[at % fields.length];
  if (name === undefined || name.startsWith("my")) return mine;
  const fresh = `my${name[0]!.toUpperCase()}${name.slice(1)}`;
  if ([...mine.code.values()].some((text) => new RegExp(`\\b${fresh}\\b`).test(text))) return mine;
  return { ...mine, code: new Map([...mine.code].map(([path, text]) => [path, path === "cluster.ts" ? text.replace(`readonly ${name} =`, `readonly ${fresh} =`).replaceAll(`this.${name}.`, `this.${fresh}.`) : text.replace(new RegExp(`(?<=\\b\\w+\\.)${name}(?![\\w$(-])`, "g"), (found, offset: number) => (isInText(text, offset) ? found : fresh))])) };
};

const isInText = (text: string, offset: number) => {
  const line = text.slice(text.lastIndexOf("\n", offset) + 1, offset).replace(/\\./g, "");
  return (line.match(/"/g)?.length ?? 0) % 2 === 1 || (line.match(/'/g)?.length ?? 0) % 2 === 1 || line.includes("//");
};

/** Names a value at the top of the file. */
const constant: Doing = (mine, { how }, { path, text, construct, key }) => {
  const prop = construct.props.get("memory");
  const name = `memory${how % 1000}`;
  const value = prop && /^memory: (Size\.\w+\(\d+\))$/.exec(text.slice(prop.start, prop.end))?.[1];
  if (prop === undefined || value == null || text.includes(name)) return mine;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const at = text.indexOf("export function");
  if (prop.start < at) return mine;
  const after = `${text.slice(0, at)}const ${name} = ${value};${end}${end}${text.slice(at, prop.start)}memory: ${name}${text.slice(prop.end)}`;
  return withText(mine, path, after, [`${key} memory`]);
};

/** A guest of the user's own. */
const own: Doing = (mine, { how }, { path, text }) => {
  const name = /export function \w+\((\w+):/.exec(text)?.[1];
  // In the function that is called once, and not in one that makes the rows of a table.
  const close = text.indexOf("\n}", text.indexOf("export function")) + 1;
  // Under another name the class would have to be called that.
  if (name === undefined || /\bContainer as\b|import \* as/.test(text) || [...mine.code.values()].some((one) => one.includes(`own-${how}`))) return mine;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return withText(mine, path, `${text.slice(0, close)}${end}  new Container(${name}, "own-${how}", { vmId: ${20000 + (how % 9000)}, node: "pve" });${end}${text.slice(close)}`.replace(/(import \{ )(?!.*\bContainer\b)(.*from ["']pmpc["'])/, "$1Container, $2"));
};

/** Turns the order of two guests around. */
const swap: Doing = (mine, _, { path, text, construct }) => {
  const rest = cut(text, construct);
  if (rest === undefined) return mine;
  const [first] = constructsIn(rest).filter(({ statement }) => statement !== undefined);
  if (first === undefined) return mine;
  const line = rest.lastIndexOf("\n", first.statement!.start - 1) + 1;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const indent = rest.slice(line, first.statement!.start);
  const semicolon = text[construct.statement!.end - 1] === ";" || !/^import .*;\r?$/m.test(text) ? "" : "";
  return withText(mine, path, `${rest.slice(0, line)}${indent}${text.slice(construct.statement!.start, construct.statement!.end)}${semicolon}${end}${end}${rest.slice(line)}`);
};

const endOf = (text: string) => (text.includes("\r\n") ? "\r\n" : "\n");

/** Puts something in the place of a guest's statement. */
const instead = (text: string, { statement }: ConstructCode, write: (code: string, indent: string, end: string) => string) => {
  const line = text.lastIndexOf("\n", statement!.start - 1) + 1;
  const indent = text.slice(line, statement!.start);
  const rest = /^;?/.exec(text.slice(statement!.end))![0];
  return indent.trim() !== "" ? undefined : text.slice(0, statement!.start) + write(text.slice(statement!.start, statement!.end) + rest, indent, endOf(text)) + text.slice(statement!.end + rest.length);
};

const inPlace =
  (write: (code: string, indent: string, end: string, construct: ConstructCode) => string): Doing =>
  (mine, _, { path, text, construct }) => {
    const after = instead(text, construct, (code, indent, end) => write(code, indent, end, construct));
    return after === undefined ? mine : withText(mine, path, after);
  };

/** Makes a guest only where something holds. */
const condition = inPlace((code, indent, end) => `if (process.env.NO_GUESTS === undefined) {${end}${indent}  ${code}${end}${indent}}`);

/** Makes a guest in a loop over one number, or one row. */
const loop = inPlace((code, indent, end, { props }) => {
  const number = props.get("vmId")!.value;
  return `for (const vmId of [${number}]) {${end}${indent}  ${code.replace(`vmId: ${number}`, "vmId")}${end}${indent}}`;
});
const table = inPlace((code, indent, end, { props }) => {
  const number = props.get("vmId")!.value;
  const memory = /\bmemory: (Size\.\w+\(\d+\))/.exec(code);
  const row = `{ number: ${number}${memory === null ? "" : `, amount: ${memory[1]}`} }`;
  return `for (const row of [${row}]) {${end}${indent}  ${code.replace(`vmId: ${number}`, "vmId: row.number").replace(memory?.[0] ?? "\0", "memory: row.amount")}${end}${indent}}`;
});

/** Makes a guest in a class, or a helper, of the user's own, which its function uses. */
const apart =
  (write: (name: string, parameter: string, code: string, end: string) => string, use: (name: string, scope: string) => string): Doing =>
  (mine, { how }, { path, text, construct }) => {
    const parameter = /export function \w+\(((\w+): \w+)\)/.exec(text);
    const name = `Own${how % 1000}`;
    const at = text.indexOf("export function");
    if (parameter === null || construct.statement!.start < at || [...mine.code.values()].some((one) => one.includes(name))) return mine;
    let taken = "";
    const after = instead(text, construct, (code) => ((taken = code), use(name, parameter[2]!)));
    return after === undefined ? mine : withText(mine, path, `${after.slice(0, at)}${write(name, parameter[1]!, taken, endOf(text))}${after.slice(at)}`);
  };
const ownClass = apart((name, parameter, code, end) => `class ${name} {${end}  constructor(${parameter}) {${end}    ${code}${end}  }${end}}${end}${end}`, (name, scope) => `new ${name}(${scope});`);
const helper = apart((name, parameter, code, end) => `const make${name} = (${parameter}) => {${end}  ${code}${end}};${end}${end}`, (name, scope) => `make${name}(${scope});`);

/** Holds a guest in a field of the stack. */
const field: Doing = (mine, { how }, { path, text, construct }) => {
  const cluster = mine.code.get("cluster.ts")!;
  const rest = cut(text, construct);
  const scope = /export function \w+\((\w+): \w+\)/.exec(text)?.[1];
  const name = `held${how % 1000}`;
  const own = text.slice(construct.statement!.start, construct.statement!.end).replace(/;$/, "");
  if (rest === undefined || scope === undefined || !own.startsWith("new ") || cluster.includes(name) || endOf(text) !== endOf(cluster) || mine.comments.some((words) => own.includes(words)) || own.includes("plainText(") || [...text.matchAll(/^const (\w+) =/gm)].some(([, word]) => own.includes(word!)) || /\b[A-Z]\w*\.from/.test(own)) return mine;
  const said = own.replace(new RegExp(`(?<![\\w$."'/-])${scope}(?=[,.])`, "g"), "this");
  const end = endOf(cluster);
  const called = cluster.replace(/^(?=[ \t]+constructor\()/m, () => `  readonly ${name} = ${said};${end}${end}`);
  if (called === cluster || !/import \{[^}]*\} from ["']pmpc["']/.test(cluster) || /\bas\b/.test(text.slice(0, text.indexOf("export function")))) return mine;
  const missing = [construct.className, "Size"].filter((word) => !new RegExp(`import \\{[^}]*\\b${word}\\b[^}]*\\} from ["']pmpc["']`).test(cluster));
  return { ...mine, code: new Map([...mine.code, [path, rest], ["cluster.ts", called.replace(/(import \{ ?)(?=[^}]*\} from ["']pmpc["'])/, `$1${missing.map((word) => `${word}, `).join("")}`)]]) };
};

/** Says a property by a spread of a constant. */
const spread: Doing = (mine, { how }, { path, text, construct, key }) => {
  const prop = construct.props.get("tags") ?? construct.props.get("onBoot") ?? construct.props.get("memory");
  const name = `common${how % 1000}`;
  const at = text.indexOf("export function");
  if (prop === undefined || prop.start < at || text.includes(name)) return mine;
  const code = text.slice(prop.start, prop.end);
  return withText(mine, path, `${text.slice(0, at)}const ${name} = { ${code} };${endOf(text)}${endOf(text)}${text.slice(at, prop.start)}...${name}${text.slice(prop.end)}`, [`${key} ${/^\w+/.exec(code)![0]}`]);
};

/** Imports a class under another name. */
const renameImport: Doing = (mine, { how }, { path, text }) => {
  const word = ["VirtualMachine", "Container", "Size"][how % 3]!;
  const fresh = `Pve${word}`;
  if (!new RegExp(`import \\{[^}]*\\b${word}\\b[^}]*\\} from ["']pmpc["']`).test(text) || new RegExp(`\\b(as ${word}|${word} as|${fresh})\\b`).test(text)) return mine;
  return withText(mine, path, text.replace(new RegExp(`(?<=import \\{[^}]*)\\b${word}\\b(?=[^}]*\\} from ["']pmpc["'])`), `${word} as ${fresh}`).replace(new RegExp(`(?<=new )${word}(?=\\()|(?<![\\w.])${word}(?=\\.)`, "g"), fresh));
};

/** Another way to write the same text. */
const template: Doing = (mine, _, { path, text, construct, key }) => {
  const prop = construct.props.get("description") ?? construct.props.get("node");
  const code = prop && text.slice(prop.start, prop.end);
  const said = code && /^description: (["'])([^"'`$\\]*)\1$/.exec(code);
  return !said ? mine : withText(mine, path, `${text.slice(0, prop.start)}description: \`${said[2]}\`${text.slice(prop.end)}`, [`${key} description`]);
};

const mark: Doing = (mine, _, { path, text }) => (text.startsWith("\uFEFF") ? mine : withText(mine, path, `\uFEFF${text}`));
const endless: Doing = (mine, _, { path, text }) => withText(mine, path, text.trimEnd());
const beforeTheEnd: Doing = (mine, { how }, { path, text, construct }) => {
  const own = text.slice(construct.statement!.start, construct.statement!.end);
  const close = own.lastIndexOf("}");
  const words = `note ${mine.comments.length} of the üser's ✓🚀 (${how})`;
  if (!/[\r\n][ \t]*$/.test(own.slice(0, close))) return mine;
  const at = construct.statement!.start + close;
  return withText(mine, path, `${text.slice(0, at)}  // ${words}${endOf(text)}${/[ \t]*$/.exec(text.slice(0, at))![0]}${text.slice(at)}`, [], [words]);
};

/** The rows of the tables of a project. */
const rowsIn = (code: ReadonlyMap<string, string>): Spot[] =>
  [...code].flatMap(([path, text]) => constructsIn(text).flatMap((construct) => (construct.row === undefined || construct.props.get("vmId")?.value === undefined ? [] : [{ path, text, construct, key: `${construct.className} ${construct.props.get("vmId")!.value}` }])));

/** Does something to one of the rows, where there are any. */
const inRow =
  (doing: Doing): Doing =>
  (mine, edit) => {
    const rows = rowsIn(mine.code);
    return rows.length === 0 ? mine : doing(mine, edit, rows[edit.at % rows.length]!);
  };

const columns = { cores: "cpu", memory: "memory", rootDiskSize: "rootDisk", tags: "tags" } as const;

/** Another value in a row. */
const rowValue = inRow((mine, { how }, { path, text, construct: { span }, key }) => {
  const column = Object.keys(columns)[how % 4] as keyof typeof columns;
  const row = text.slice(span.start, span.end);
  const after = column === "tags" ? row.replace(/tags: \[/, `$&"mine${how % 9}", `) : row.replace(new RegExp(`${column}: (?:\\d+|Size\\.\\w+\\(\\d+\\))`), (said) => said.replace(/\d+(?=\)?$)/, String(1 + (how % 30))));
  return after === row ? mine : withText(mine, path, text.slice(0, span.start) + after + text.slice(span.end), [`${key} ${columns[column]}`]);
});

/** A row goes with its line. */
const rowGone = inRow((mine, _, { path, text, construct: { span } }) => {
  const line = text.lastIndexOf("\n", span.start - 1) + 1;
  const rest = /^,[ \t]*\r?\n/.exec(text.slice(span.end));
  const own = text.slice(line, span.end);
  return rest === null || text.slice(line, span.start).trim() !== "" || mine.comments.some((words) => own.includes(words)) ? mine : withText(mine, path, text.slice(0, line) + text.slice(span.end + rest[0].length));
});

/** A remark behind a row, or above it. */
const rowRemark = inRow((mine, { how }, { path, text, construct: { span } }) => {
  const words = `note ${mine.comments.length} on a row (${how})`;
  const line = text.lastIndexOf("\n", span.start - 1) + 1;
  const indent = text.slice(line, span.start);
  const rest = /^,(?=[ \t]*\r?\n)/.exec(text.slice(span.end));
  if (indent.trim() !== "" || rest === null) return mine;
  const behind = span.end + rest[0].length;
  return withText(mine, path, how % 2 === 0 ? `${text.slice(0, line)}${indent}// ${words}${endOf(text)}${text.slice(line)}` : `${text.slice(0, behind)} // ${words}${text.slice(behind)}`, [], [words]);
});

/** What a table says of all of its rows, otherwise. */
const rowCommon = inRow((mine, { how }, { path, text, construct }) => {
  const prop = construct.props.get("tags");
  if (!prop?.shared || !text.slice(prop.start, prop.end).includes("[")) return mine;
  const keys = rowsIn(mine.code).filter((one) => one.path === path && one.construct.props.get("tags")?.start === prop.start).map(({ key }) => `${key} tags`);
  return withText(mine, path, text.slice(0, prop.start) + text.slice(prop.start, prop.end).replace("[", `["mine${how % 9}", `) + text.slice(prop.end), keys);
});

/** Refers to a storage by its name instead of by the stack's field. */
const byName: Doing = (mine, _, { path, text, construct, key }) => {
  const prop = construct.props.get("disks") ?? construct.props.get("rootDisk");
  const cluster = mine.code.get("cluster.ts")!;
  const [said, field] = (prop && /storage: \w+\.(\w+)/.exec(text.slice(prop.start, prop.end))) ?? [];
  const name = field && new RegExp(`${field} = \\w+\\.fromName\\(this, (["'])([\\w-]+)\\1\\)`).exec(cluster)?.[2];
  if (prop === undefined || said === undefined || name === undefined) return mine;
  const top = construct.props.has("disks") ? "disks" : "rootDisk";
  return withText(mine, path, text.slice(0, prop.start) + text.slice(prop.start, prop.end).replace(said, `storage: "${name}"`) + text.slice(prop.end), [`${key} ${top}`]);
};

export const doings: readonly Doing[] = [
  rowValue,
  rowValue,
  rowGone,
  rowRemark,
  rowCommon,
  byName,
  comment,
  comment,
  comment,
  comment,
  property("memory", (code, how) => code.replace(/\d+(?=\))/, String(1 + (how % 30)))),
  property("cpu", (code, how) => code.replace(/cores: \d+/, `cores: ${1 + (how % 16)}`)),
  property("memory", (code) => code.replace(/\((\d+)\)/, (_, size: string) => `(${size} * 1)`)),
  property("onBoot", (code) => (code.includes("true") ? code.replace("true", "!false") : undefined)),
  property("disks", (code, how) => code.replace(/size: Size\.\w+\(\d+\)/, `size: Size.gibibytes(${100 + (how % 50)})`)),
  property("disks", (code) => code.replace(/,\s*discard: true/, "")),
  property("networkDevices", (code, how) => code.replace(/vlanId: \d+/, `vlanId: ${50 + (how % 50)}`)),
  property("networkInterfaces", (code, how) => code.replace(/vlanId: \d+/, `vlanId: ${50 + (how % 50)}`)),
  property("tags", (code, how) => code.replace("[", `["mine${how % 9}", `)),
  property("description", (code) => (/^description: ["']/.test(code) ? code.replace(/(["'])$/, " (checked)$1") : undefined)),
  without("onBoot"),
  without("startup"),
  without("tags"),
  added("protection", (how) => String(how % 2 === 0)),
  added("onBoot", (how) => String(how % 2 === 0)),
  reformat,
  remove,
  move,
  renameScope,
  renameField,
  constant,
  own,
  swap,
  condition,
  loop,
  table,
  ownClass,
  helper,
  field,
  spread,
  renameImport,
  template,
  property("tags", (code) => `${code} as string[]`),
  property("memory", (code) => (code.includes("{") ? undefined : `${code} satisfies object`)),
  property("memory", (code) => code.replace(/\((\d+)\)/, "($1 as const)")),
  mark,
  endless,
  beforeTheEnd,
  beforeTheEnd,
];

/** Makes an edit as a person might. */
export function editAs(mine: Mine, edit: Edit): Mine {
  const spots = guestsIn(mine.code);
  return spots.length === 0 ? mine : doings[edit.what % doings.length]!(mine, edit, spots[edit.at % spots.length]!);
}
