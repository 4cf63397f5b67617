import { catalog } from "./catalog";
import { devicesOf, scopeOf, type ReadableGuest } from "./read-back";
import type { Block, Member } from "./row";

/** Which elements of another list the elements of a block are beside: the cards of a container that have addresses. */
export function placesOf(guest: ReadableGuest): Readonly<Record<string, readonly number[]>> {
  const reading = { guest, record: scopeOf(guest) };
  const blocks = allBlocks(catalog[guest.type].rows);
  const numbersOf = (block: Block) => devicesOf(block, reading).map(({ number }) => number);
  const places = blocks.filter(({ beside }) => beside !== undefined).map((block) => {
    const list = numbersOf(blocks.find(({ prop }) => prop === block.beside)!);
    return [block.beside!, numbersOf(block).map((number) => list.indexOf(number))] as const;
  });
  return Object.fromEntries(places);
}

const allBlocks = (members: readonly Member[]): readonly Block[] =>
  members.flatMap((member) => (member.kind === "block" ? [member, ...allBlocks(member.rows)] : []));
