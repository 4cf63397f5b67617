interface Change {
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Hard disks that a change would add, by where they are plugged in: `scsi1`. Of a guest that is in Terraform's state the provider sees only
 * the disks that its record has: one that came since looks as if it were to be made, and an empty one would take its place.
 */
export function addedDisks({ attribute, before, after }: Change): readonly string[] {
  if (attribute !== "disk" || !Array.isArray(after)) return [];
  const known = slotsIn(before);
  return slotsIn(after).filter((slot) => !known.includes(slot));
}

const slotsIn = (disks: unknown): readonly string[] => (Array.isArray(disks) ? (disks as readonly { readonly interface?: unknown }[]).flatMap(({ interface: slot }) => (typeof slot === "string" ? [slot] : [])) : []);
