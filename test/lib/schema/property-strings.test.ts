import { expect } from "chai";
import answers from "../../fixture/pve/property-strings.json";
import type { GuestType } from "../../../lib/pve/address";
import { readValue } from "../../../lib/schema/check";
import { formatOf, parseDevice } from "../../../lib/schema/format";

/** What Proxmox VE's own code answered: its formats of drives, cards, mount points and the rest, given texts that are right, odd and wrong. */
interface Answer {
  readonly type: GuestType;
  readonly key: string;
  readonly text: string;
  readonly answer?: Readonly<Record<string, string>>;
  readonly refusal?: string;
}

const all = answers as readonly Answer[];
const keys = [...new Set(all.map(({ type, key }) => `${type} ${key}`))];

describe("a text of several parts, held against Proxmox VE's own formats", () => {
  for (const name of keys) {
    const own = all.filter(({ type, key }) => `${type} ${key}` === name);
    it(`${name}: ${own.length} texts are taken or refused alike`, () => {
      const wrong = own.filter(({ type, key, text, answer }) => (readValue(type, key, text) !== undefined) !== (answer !== undefined));
      expect(wrong.map(({ text, refusal }) => `${text}: ${refusal ?? "taken"}`)).to.deep.equal([]);
    });

    it(`${name}: what is taken has the same parts`, () => {
      for (const { type, key, text, answer } of own) {
        if (answer === undefined) continue;
        const { parts, problems } = parseDevice(type, key, text);
        const read = parts.map(([field, value]) => {
          const parsed = formatOf(type, key)!.fields.get(field)?.shape.parse(value);
          return [field, typeof parsed === "boolean" ? (parsed ? "1" : "0") : value] as const;
        });
        expect(Object.fromEntries(read), text).to.deep.equal(answer);
        expect(problems, text).to.deep.equal([]);
      }
    });
  }

  it("are more than a few, of either kind", () => {
    expect(all.filter(({ answer }) => answer !== undefined)).to.have.length.greaterThan(300);
    expect(all.filter(({ answer }) => answer === undefined)).to.have.length.greaterThan(700);
  });
});
