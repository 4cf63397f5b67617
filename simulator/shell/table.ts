export interface TableStyle {
  readonly border: boolean;
  readonly header: boolean;
  /** `2.00 GiB` for bytes, `1w 2d` for seconds. */
  readonly human: boolean;
  readonly utf8: boolean;
  /** Lines are cut there. */
  readonly columns?: number;
}

type Row = Readonly<Record<string, unknown>>;

// Where the API says which fields a row has, a table shows all of them: first those that are always there.
const guest = "cpu cpus disk diskread diskwrite lock maxdisk maxmem mem name netin netout";
const pressure = "pressurecpufull pressurecpusome pressureiofull pressureiosome pressurememoryfull pressurememorysome";
const known: readonly (readonly [address: RegExp, columns: string])[] = [
  [/^\/nodes$/, "node status cpu level maxcpu maxmem mem ssl_fingerprint uptime"],
  [/^\/nodes\/[^/]+\/qemu$/, `status vmid ${guest.replace(" disk", "").replace("mem name", "mem memhost name")} pid ${pressure} qmpstatus running-machine running-qemu serial tags template uptime`],
  [/^\/nodes\/[^/]+\/lxc$/, `status vmid ${guest.replace("maxmem", "maxmem maxswap")} ${pressure} tags template uptime`],
  [
    /^\/cluster\/resources$/,
    "id type cgroup-mode content cpu disk diskread diskwrite hastate host-arch level lock maxcpu maxdisk maxmem mem memhost name netin netout network network-type node plugintype pool protocol sdn shared status storage tags template uptime vmid zone-type",
  ],
];

const bytes = new Set("mem maxmem memhost disk maxdisk diskread diskwrite netin netout maxswap".split(" "));
const numbers = new Set([...bytes, ..."vmid cpu cpus maxcpu pid uptime cgroup-mode".split(" "), ...pressure.split(" ")]);

/** What `pvesh` makes of an answer if JSON is not asked for: a table of rows, or of keys and values. */
export function printTable(data: unknown, address: string, style: TableStyle): string {
  if (data === null || data === undefined) return "";
  if (typeof data !== "object") return `${String(data)}\n`;
  const columns = known.find(([at]) => at.test(address))?.[1].split(" ");
  if (!Array.isArray(data)) return draw(pairsOf(data as Row), ["key", "value"], false, style);
  const rows = data as readonly unknown[];
  if (rows.length === 0) return "";
  if (rows.some((row) => typeof row !== "object" || row === null)) return draw(rows.map((value) => ({ value })), ["value"], false, { ...style, header: false });
  return draw(rows as readonly Row[], columns ?? [...new Set(rows.flatMap((row) => Object.keys(row as Row)))].sort(), columns !== undefined, style);
}

function pairsOf(data: Row): Row[] {
  return Object.keys(data)
    .sort()
    .filter((key) => data[key] !== null && data[key] !== undefined)
    .map((key) => ({ key, value: data[key] }));
}

function draw(rows: readonly Row[], columns: readonly string[], typed: boolean, style: TableStyle): string {
  const isNumber = (column: string) => typed && numbers.has(column);
  const sortBy = columns[0]!;
  const cells = [...rows]
    .sort((a, b) => (isNumber(sortBy) ? Number(a[sortBy]) - Number(b[sortBy]) : String(a[sortBy]) < String(b[sortBy]) ? -1 : 1))
    .map((row) => columns.map((column) => shown(row[column], column, typed && style.human).replace(/\n+$/, "").split("\n")));
  const widths = columns.map((column, at) => Math.max(column.length, ...cells.map((row) => Math.max(...row[at]!.map(width)))));
  const pad = (text: string, at: number) => {
    // Without borders the last column is as wide as its text.
    if (!style.border && at === columns.length - 1) return text;
    const space = " ".repeat(widths[at]! - width(text));
    return isNumber(columns[at]!) ? space + text : text + space;
  };
  const { line, rule } = style.border ? bordered(style.utf8, widths) : { line: (row: readonly string[]) => row.join(" "), rule: () => [] };
  const head = style.header ? [line(columns.map(pad))] : [];
  const body = cells.flatMap((row, index) => {
    const height = Math.max(...row.map((lines) => lines.length));
    const lines = Array.from({ length: height }, (_, at) => line(row.map((texts, column) => pad(texts[at] ?? "", column))));
    return index === 0 && !style.header ? lines : [...rule(index === 0 ? "head" : "middle"), ...lines];
  });
  const all = [...rule("top"), ...head, ...body, ...rule("bottom")];
  return all.map((text) => `${style.columns === undefined ? text : Array.from(text).slice(0, style.columns).join("")}\n`).join("");
}

const width = (text: string) => Array.from(text).length;

type Place = "top" | "head" | "middle" | "bottom";

function bordered(utf8: boolean, widths: readonly number[]) {
  const corners: Readonly<Record<Place, string>> = utf8
    ? { top: "┌─┬┐", head: "╞═╪╡", middle: "├─┼┤", bottom: "└─┴┘" }
    : { top: "+-++", head: "+=++", middle: "+-++", bottom: "+-++" };
  const bar = utf8 ? "│" : "|";
  return {
    line: (cells: readonly string[]) => `${bar} ${cells.join(` ${bar} `)} ${bar}`,
    rule: (place: Place) => {
      const [left, stroke, cross, right] = Array.from(corners[place]) as [string, string, string, string];
      return [left + widths.map((one) => stroke.repeat(one + 2)).join(cross) + right];
    },
  };
}

function shown(value: unknown, column: string, human: boolean): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return JSON.stringify(value);
  if (!human || !numbers.has(column)) return String(value);
  if (bytes.has(column)) return inUnits(Number(value));
  if (column === "uptime") return inWords(Number(value));
  return column === "cpu" ? `${(Number(value) * 100).toFixed(2)}%` : String(value);
}

function inUnits(amount: number): string {
  const unit = amount > 1023 ? Math.floor(Math.log(amount) / Math.log(1024)) : 0;
  return `${(amount / 1024 ** unit).toFixed(2)} ${["B", "KiB", "MiB", "GiB", "TiB", "PiB"][unit]}`;
}

function inWords(seconds: number): string {
  if (seconds === 0) return "0s";
  let rest = Math.round(seconds);
  const parts = Object.entries({ w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 }).map(([unit, length]) => {
    const amount = Math.floor(rest / length);
    rest -= amount * length;
    return amount > 0 ? `${amount}${unit}` : "";
  });
  return parts.filter((part) => part !== "").join(" ");
}
